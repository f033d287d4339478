"""Each method finds whom a name means, and stays silent where it may mean another."""

from datetime import date

import pytest

from bhavhouse.market.names.aliases import Alias
from bhavhouse.market.names.known import Known, NameSources
from bhavhouse.market.names.resolver import METHODS, Outcome, Resolver

ON = date(2026, 2, 12)
START = date(2025, 1, 1)
COMPANIES = dict(
    line.strip().split(" ", 1)
    for line in """
    RELIANCE Reliance Industries Limited
    RPOWER Reliance Power Limited
    TITAN Titan Company Limited
    SCI Shipping Corporation Of India Limited
    SCILAL Shipping Corporation of India Land and Assets Limited
    KECL Kirloskar Electric Company Limited
    KIRLPNU Kirloskar Pneumatic Company Limited
    GIPCL Gujarat Industries Power Company Limited
    DOLLAR Dollar Industries Limited
    M&M Mahindra & Mahindra Limited
    BBB Sun Clay Traders Limited
    M&MFIN Mahindra & Mahindra Financial Services Limited
    WHIRLPOOL Whirlpool of India Limited
    KALYANKJIL Kalyan Jewellers India Limited
    OIL Oil India Limited
    LICI Life Insurance Corporation of India
    AAA Max Life Insurance Holdings Limited
    CCC Bajaj Life Insurance Limited
    DDD Shree Life Insurance Limited
    MANINFRA Man Infra Limited
    MANAPPURAM Manappuram Finance Limited
    JKCEMENT JK Cement Limited
    BAJFINANCE Bajaj Finance Limited
    BAJAJFINSV Bajaj Finserv Limited
    TVSHLTD TVS Holdings Limited
    SUNCLAY Sundaram Clayton Limited
    GVT&D GE Vernova T&D India Limited
    ZENSARTECH Zensar Technologies Limited
    ZENTEC Zen Technologies Limited
    PNCINFRA PNC Infratech Limited
    TMCV Tata Motors Limited
    GONE Gone Traders Limited
    ETF1 Gold Exchange Traded Fund
    PHOENIX Phoenix Cements Limited
    VIPIND VIP Industries Limited
    VIPPY Vippy Industries Limited
    CROMPTON Crompton Greaves Consumer Electricals Limited
    CGPOWER CG Power and Industrial Solutions Limited
    """.strip().splitlines()
)
ALIASES = [
    Alias("RIL", date.min, date.max, "RELIANCE", "its initials"),
    Alias("Nobody", date.min, date.max, "", "a common word"),
    Alias("Split", date.min, date(2025, 10, 14), "TITAN", "one company until then"),
    Alias("Split", date(2025, 10, 14), date.max, "", "two companies"),
    Alias("Unheld", date.min, date.max, "NOWHERE", "not listed here"),
    Alias("Scrip", date.min, date.max, "BSE:500001", "by its code"),
]


def identifier(scheme, value, who, start=START, end=None):
    return {"security_id": who, "scheme": scheme, "value": value, "valid_from": start, "valid_to": end,
            "is_carried_back": False}  # fmt: skip


def change(symbol, before, after, on):
    return {"symbol": symbol, "previous_name": before, "new_name": after, "changed_on": on}


@pytest.fixture(scope="module")
def resolver() -> Resolver:
    identifiers = [identifier("nse_symbol", s, f"NSE:{s}") for s in COMPANIES]
    identifiers += [identifier("name", n, f"NSE:{s}") for s, n in COMPANIES.items()]
    identifiers += [
        identifier("nse_symbol", "EARLY", "NSE:TITAN", START, date(2025, 6, 1)),
        identifier("bse_scrip_code", "500001", "NSE:DOLLAR"),
        identifier("bse_symbol", "TWICE", "NSE:DOLLAR"),
        identifier("nse_symbol", "TWICE", "NSE:TITAN"),
    ]
    securities = [
        {"security_id": f"NSE:{s}", "symbol": s, "instrument": "etf" if s == "ETF1" else "common",
         "first_session": START, "last_session": date(2025, 3, 1) if s == "GONE" else ON}
        for s in COMPANIES
    ]  # fmt: skip
    changes = [
        change("TVSHLTD", "Sundaram-Clayton Limited", "TVS Holdings Limited", date(2023, 7, 12)),
        change("GVT&D", "GE T&D India Limited", "GE Vernova T&D India Limited", date(2024, 10, 1)),
        change(
            "CGPOWER",
            "Crompton Greaves Limited",
            "CG Power and Industrial Solutions Limited",
            date(2017, 3, 1),
        ),
        change("NOLONGER", "Vanished Mills Limited", "Vanishing Mills Limited", date(2005, 1, 1)),
        change("TITAN", "Tital Ltd", "Titan Company Limited", date(2010, 1, 1)),
    ]
    listed = [
        {
            "as_of": date(2026, 5, 25),
            "list": "equity",
            "symbol": "ELPRO",
            "name": "Elpro International Limited",
            "listed_on": date(2026, 4, 20),
        }
    ]
    bse = [
        {
            "as_of": ON,
            "scrip_code": "509525",
            "company": "Empire Industries Ltd.",
            "name": "Empire Industries Ltd",
            "isin": "INE515H01014",
        },
        {
            "as_of": ON,
            "scrip_code": "509526",
            "company": "Kirloskar Electrodes Ltd.",
            "name": None,
            "isin": None,
        },
    ]
    return Resolver(Known(NameSources(identifiers, securities, changes, listed, bse)), ALIASES)


def found(outcome: Outcome) -> tuple[str | None, str | None]:
    return outcome.security_id and outcome.security_id.removeprefix("NSE:"), outcome.method


@pytest.mark.parametrize(
    ("printed", "symbol", "method"),
    [
        ("RIL", "RELIANCE", "alias"),
        ("Scrip", "DOLLAR", "alias"),
        ("RPOWER", "RPOWER", "symbol"),
        ("M&M", "M&M", "symbol"),
        ("WhirlPool", "WHIRLPOOL", "symbol"),
        ("Titan", "TITAN", "name"),
        ("RELIANCE INDUSTRIES LTD.", "RELIANCE", "name"),
        ("Mahindra and Mahindra", "M&M", "name"),
        ("J K Cement", "JKCEMENT", "name"),
        ("P N C Infratech", "PNCINFRA", "name"),
        ("Sundaram Clayton", "SUNCLAY", "name"),  # TVS Holdings gave the name up
        ("GE T&D India", "GVT&D", "former_name"),
        ("Kalyan Jewellers", "KALYANKJIL", "normalised_name"),
        ("Whirlpool India", "WHIRLPOOL", "normalised_name"),
        ("S C I", "SCI", "initials"),
        ("S.C.I.", "SCI", "initials"),
        ("Kirl. Pneumatic", "KIRLPNU", "abbreviation"),
        ("V I P Inds.", "VIPIND", "abbreviation"),
        ("Guj Inds. Power", "GIPCL", "abbreviation"),
        ("Sun. Clayton", "SUNCLAY", "abbreviation"),
        ("Dollar Industrie", "DOLLAR", "prefix"),
        ("Crompton Greaves Consumer", "CROMPTON", "prefix"),
        ("Phoenix Cement", "PHOENIX", "prefix"),
        ("Phoenix Cemnets", "PHOENIX", "fuzzy"),
    ],
)
def test_each_method_finds_whom_a_name_means(resolver, printed, symbol, method):
    assert method in METHODS
    outcome = resolver.resolve(printed, ON)
    assert found(outcome) == (symbol, method)
    assert (
        0 < outcome.margin <= outcome.score <= 1 and outcome.candidates[0].security_id == outcome.security_id
    )


@pytest.mark.parametrize(
    ("printed", "why"),
    [
        ("", "no name"), ("Ltd.", "no name"), ("Tesla", "no name is near"),
        ("Nobody", "reviewed: a common word"), ("Split", "reviewed: two companies"),
        ("Unheld", "reviewed: NOWHERE, of which nothing is held"),
        ("Reliance", "one word alone"), ("Bajaj", "one word alone"), ("Life", "one word alone"),
        ("Oil", "one word alone"), ("Kalyan", "one word alone"), ("Dollar", "one word alone"),
        ("TWICE", "it means several"),
        ("VIP Inds.", "it may be short for several names"),
        ("Bajaj Fin", "it may be short for several names"),
        ("Zen Tech", "it may be short for several names"),  # Zensar
        ("Kirl. Elec.", "it may be short for several names"),  # BSE alone lists the other
        ("Mahindra & Mahi", "it may be short for several names"),  # cut, so that the end is not known
        ("Man Finance", "no name is so, even cut short"),  # Man is a word of its own, not Manappuram
        ("Life Insurance", "the words printed tell no company from another"),
        ("Empire Industries", "nothing is held of it"),
        ("Elpro International", "no name is so, even cut short"),  # listed later
        ("Gone Traders", "it no longer trades"),
        ("Vanished Mills", "nothing is held of it"),
        ("Tital", "a name given up, and one word alone"),
        ("Crompton Greaves", "other names begin so"),  # the name passed to another company
        ("Reliance Retail", "no name is so, even cut short"),
        ("Reliance Powder", "no name is so, even cut short"),  # two letters of a short word
        ("ETF1", "one word alone"), ("Gold Exchange Traded Fund", "no name is near"),
    ],
)  # fmt: skip
def test_what_may_mean_another_stays_open(resolver, printed, why):
    outcome = resolver.resolve(printed, ON)
    assert found(outcome) == (None, None)
    assert outcome.why == why


def test_an_open_name_shows_whom_it_may_mean(resolver):
    def shown(printed):
        return {c.security_id or c.label for c in resolver.resolve(printed, ON).candidates}

    assert shown("Bajaj Fin") == {"NSE:BAJFINANCE", "NSE:BAJAJFINSV"}
    assert shown("Kirl. Elec.") == {"NSE:KECL", "BSE 509526"}
    assert shown("Empire Industries") == {"BSE 509525"}
    assert shown("Reliance") == {"NSE:RELIANCE", "NSE:RPOWER"}
    assert shown("Early") == {"NSE:TITAN"}
    (candidate,) = resolver.resolve("Elpro International", ON).candidates
    assert candidate.why == "Elpro International Limited, known since 2026-04-20, of which nothing is held"


def test_nothing_is_looked_up_on_another_day(resolver):
    assert found(resolver.resolve("EARLY", date(2025, 5, 31))) == ("TITAN", "symbol")
    assert found(resolver.resolve("EARLY", date(2025, 6, 1))) == (None, None)
    assert found(resolver.resolve("Split", date(2025, 10, 13))) == ("TITAN", "alias")
    assert found(resolver.resolve("Sundaram-Clayton", date(2023, 7, 11))) == ("TVSHLTD", "name")
    for printed in ("Dollar Industries", "Kirl. Pneumatic", "DOLLAR"):
        assert found(resolver.resolve(printed, date(2024, 12, 31))) == (None, None)
    assert found(resolver.resolve("Gone Traders", date(2025, 3, 2))) == ("GONE", "name")


def test_the_margin_is_the_distance_to_the_next_name(resolver):
    outcome = resolver.resolve("Phoenix Cemnets", ON)
    assert outcome.score == pytest.approx(1 - 1 / 14) and outcome.margin == outcome.score
