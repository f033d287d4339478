"""Names as pages print them, held against the exchange's own masters: the right security or none."""

from datetime import date

import pytest

from bhavhouse.market.names.resolver import Resolver
from bhavhouse.pipelines.resolve import resolver_of
from printed import named, outcomes, share

pytestmark = pytest.mark.real_data
ON = date(2026, 2, 12)
RIGHT = dict(
    pair.split(" = ")
    for pair in """
    Kirl. Electric = KECL; Guj Inds. Power = GIPCL; S C I = SCI; SCI = SCI; D L F = DLF; Dollar
    Industrie = DOLLAR; GE Power = GVPIL; Man Infra = MANINFRA; Avalon Tech = AVALON; HDFC Bank =
    HDFCBANK; M&M = M&M; RIL = RELIANCE; L&T = LT; SBI = SBIN; Titan = TITAN; Reliance = RELIANCE;
    Zomato = ETERNAL; Eternal = ETERNAL; HUL = HINDUNILVR; Infy = INFY; Tata Motors Limited = TMCV; Tata
    Motors PV = TMPV; GE T&D India = GVT&D; Sun. Clayton = SUNCLAY; Synergy Green = SGIL; Man Industries
    = MANINDS; Honasa Consumer = HONASA; Anand Rathi Wealth Management = ANANDRATHI; VST Till. Tract. =
    VSTTILLERS; T V S Srichakra = TVSSRICHAK; Garden Reach Sh. = GRSE; Colgate Palmolive (I) = COLPAL;
    Jammu and Kashmir Bank = J&KBANK; Sun Pharma = SUNPHARMA; J B Chemicals = JBCHEPHARM; IndiGo =
    INDIGO; Paytm = PAYTM
    """.replace("\n    ", " ")
    .strip()
    .split("; ")
)
OPEN = (
    """
    Tata Motors; Birla Nuvo Limited; Haz.Multi Proj.; KMC Speciality; Empire Industries; HDFC; Tata;
    Bajaj; Adani; Birla; Godrej; Apple; Tesla; Meta; Amazon; Nvidia; Hyundai Motor; LG Electronics;
    Siemens Energy; Nestle; Life; Oil; Gold; Focus; Life Insurance; Central Bank; Information
    Technology; Capital Goods; Consumer Durables; green energy; Nifty; Nifty Bank; Nifty Smallcap 100;
    BSE Smallcap; BSE Healthcare; Sensex; Morgan Stanley; CLSA; Jefferies; UBS; HDFC Securities; Kotak
    Institutional Equities; Axis Capital; Prabhudas Lilladher; Goldman Sachs; Mukesh Ambani; Narendra
    Modi; Nithin Kamath; Mumbai; New Delhi; Tamil Nadu; United States; Reserve Bank of India; Tata
    Group; Adani Group; Tata Sons; Reliance Retail; Man Finance; ICICI; Titan Firm; Shreeji Packwell;
    Ranbaxy; Tata Metal; Bajaj Fin;
    Premier; Mazda; Pfizer; Kalpataru
    """.replace("\n    ", " ")
    .strip()
    .split("; ")
)


@pytest.fixture(scope="module")
def house(real_house):
    return real_house[0]


@pytest.fixture(scope="module")
def resolver(house) -> Resolver:
    return resolver_of(house)


@pytest.fixture(scope="module")
def names(house) -> dict[str, tuple[str, str]]:
    return named(house, ON)


@pytest.mark.parametrize(("printed", "symbol"), RIGHT.items())
def test_names_that_the_press_prints_mean_their_security(resolver, names, printed, symbol):
    found = resolver.resolve(printed, ON)
    assert found.security_id is not None, found
    assert names[found.security_id][1] == symbol


@pytest.mark.parametrize("printed", OPEN)
def test_what_may_mean_another_or_nobody_stays_open(resolver, printed):
    found = resolver.resolve(printed, ON)
    assert (found.security_id, found.method) == (None, None), found
    assert found.why


def test_a_name_given_to_another_company_counts_by_its_day(resolver):
    def meant(printed, *day):
        return resolver.resolve(printed, date(*day)).security_id

    assert meant("Tata Motors", 2025, 10, 13) == meant("Tata Motors Limited", 2025, 10, 13) == "NSE:TELCO"
    assert meant("Tata Motors", 2025, 10, 14) is None
    assert meant("Tata Motors Limited", 2025, 11, 12) == "NSE:TMCV"
    assert meant("ZOMATO", 2025, 4, 8) == meant("Zomato", 2025, 4, 9) == "NSE:ZOMATO"
    assert meant("LTIMindtree", 2026, 2, 12) == "NSE:LTI"


def test_no_form_of_any_name_means_another_security(resolver, names):
    assert len(names) > 2_400
    counts, wrong = outcomes(resolver, names, ON)
    assert wrong == []
    least = {
        "own": 99.5, "without Ltd": 99.5, "symbol": 99, "15 letters": 80, "two words": 90,
        "first word whole, 4 letters of others": 94, "words of 4 letters, points": 70,
        "words of 5 letters": 80, "words of 6 letters, points": 90,
    }  # fmt: skip
    assert {form: share(counts, form) for form in least if share(counts, form) < least[form]} == {}
