"""Company, broker and index mentions, exactly as printed. What a mention means is decided elsewhere.

A mention is a run of capitalised words. Full stops stay inside ("Kirl. Electric"), "of" and "&" join, "and" joins
only before words that cannot stand alone ("Worth Investment and Trading").
"""

import re
from collections import Counter
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from bhavhouse.news.grades import RATERS, phrases
from bhavhouse.news.lexicon import brokers, moves, plain_name, sectors, tails, words

if TYPE_CHECKING:
    from bhavhouse.news.units import Unit

_INDEX_WORDS = ["oil and gas", "it", "bank", "auto", "pharma", "fmcg", "metal", "media", "realty", "energy", "psu", "private", "financial", "financials", "services", "service", "midcap", "smallcap", "microcap", "largemidcap", "midsmallcap", "largecap", "mid-cap", "small-cap", "large-cap", "micro-cap", "mid", "small", "large", "cap", "caps", "consumer", "durables", "healthcare", "oil", "gas", "&", "infra", "infrastructure", "commodities", "consumption", "cpse", "pse", "mnc", "next", "india", "defence", "digital", "manufacturing", "tourism", "total", "market", "alpha", "momentum", "quality", "low", "volatility", "capital", "goods", "power", "telecom", "utilities", "industrials", "teck", "ipo", "select", "selectcap", "allcap", "value", "dividend", "opportunities", "high", "beta", "chemicals", "rural", "housing", "mobility", "ev", "automotive", "esg", "sme", "emerge", "sensex", "bankex", "discretionary", "staples", "basic", "materials", "fast", "moving", "information", "technology", "communication", "telecommunication", "tech", "banks", "railways"]
_INDEX = re.compile(
    r"(?:S&P )?(?:(?:BSE|NSE)[ -]+)?(?:Bank Nifty|BankNifty|Nifty ?Bank|Fin ?Nifty|(?:Gift|GIFT|SGX) Nifty|Nifty|"
    r"NIFTY(?:[A-Z]{2,14}\b)?|Sensex|SENSEX|CNX Nifty|CNX|Bankex|BANKEX)"
    rf"(?:[ -]?(?:\d{{2,3}}(?!\d|%|[.,]\d)(?! ?(?:points|pts|per ?cent))|(?i:{'|'.join(sorted(_INDEX_WORDS, key=len, reverse=True))})\b))*"
    r"|(?:S&P )?BSE(?:[ -](?:(?:100|150|200|250|500|1000)(?!\d|%|[.,]\d)|"
    rf"(?i:{'|'.join(sorted(_INDEX_WORDS, key=len, reverse=True))})\b(?!-)))+"
    r"|S&P CNX Nifty|BSE (?:CG|CD|HC|FMC|IPO|SMLCAP|TECK|TECk|SENSEX|AUTO|IT|PSU|CPSE|Power|POWER)\b"
    r"|India V(?:IX|ix)|(?i:(?:India )?volatility index)|Dow Jones(?: Industrial Average)?|Nasdaq(?: Composite| 100)?|NASDAQ|S&P 500|Nikkei(?: 225)?|"
    r"Hang Seng|Kospi|KOSPI|FTSE(?: 100)?|DAX|CAC 40|Shanghai Composite"
    r"|(?i:\b(?:small|mid|large|micro)[ -]?caps?(?: (?:index|indices|gauge|benchmark|barometer)\b)?)"
)
_FOREIGN = re.compile(r"Dow|Nasdaq|NASDAQ|S&P 500|Nikkei|Hang|Kospi|KOSPI|FTSE|DAX|CAC|Shanghai|Gift|GIFT|SGX")
_SEGMENT = re.compile(r"(?i)(?:small|mid|large|micro)[ -]?caps?$")
_OTHERS = frozenset(
    ["bse-listed", "nse-listed", "none", "india", "mumbai", "delhi", "new-delhi", "bengaluru", "chennai", "kolkata", "china", "us", "u.s", "usa", "uk", "eu", "europe", "japan", "asia", "america", "rbi", "sebi", "nse", "bse", "fed", "ipo", "ipos", "gdp", "pmi", "cpi", "wpi", "fii", "fiis", "dii", "diis", "mf", "mfs", "hni", "hnis", "fpi", "fpis", "nsdl", "cdsl", "etf", "etfs", "nifty", "sensex", "street", "dalal", "government", "govt", "centre", "parliament", "q1", "q2", "q3", "q4", "q1fy26", "q2fy26", "q3fy26", "q4fy26", "fy24", "fy25", "fy26", "fy27", "fy28", "h1fy26", "eps", "pe", "p/e", "ebitda", "ebit", "pat", "rs", "inr", "usd", "yoy", "qoq", "y-o-y", "q-o-q", "nav", "aum", "ceo", "cfo", "md", "chairman", "reuters", "bloomberg", "pti", "ani", "ist", "rsi", "macd", "dma", "sma", "ema", "obv", "kst", "adx", "atr", "capex", "tp", "cmp", "i", "ii", "iii", "ai", "faq", "faqs"]
)
_BRIDGES = frozenset(
    ["bank", "authority", "corporation", "corp", "exchange", "house", "board", "trust", "oil", "company", "institute", "bk", "state"]
)
_KEEPS_POSSESSIVE = frozenset(["reddy", "divi", "moody", "domino", "mcdonald", "byju", "haldiram", "nazara", "levi"])
_PAIRS = frozenset(
    ["mahindra", "larsen", "procter", "johnson", "dun", "jammu", "housing", "rashtriya", "abbott", "great", "great-eastern", "balrampur"]
)
_NOT_ALONE = frozenset(
    ["exchange", "support", "supports", "resistance", "resistances", "hurdle", "initial", "doji", "green", "red", "advances", "declines", "unchanged", "gainers", "losers", "laggards", "index", "indices", "sector", "stocks", "shares", "total", "change", "level", "close", "open", "high", "low", "indian", "asian", "american", "european", "chinese", "japanese", "portfolio", "india", "limited", "ltd", "group", "corp", "inc", "company", "industries", "bank", "power", "steel", "motors", "finance", "capital", "securities"]
)
_INVESTORS = frozenset(["domestic", "foreign", "overseas", "institutional", "retail"])
_MONTH_QUARTER = re.compile(r"(?:(?:jan|apr|jul|oct|mar|jun|sep|dec)[a-z]*|first|second|third|fourth)-")
_TITLES = frozenset(["mr", "mrs", "ms", "shri", "smt", "dr"])
_MAX_WORDS = 9
_GRADES = phrases(*RATERS)
# What may follow a broker's listed name within the name of the house.
_HOUSE_TAILS = frozenset(
    "research securities india institutional equities equity global capital broking pvt private ltd limited shares stock "
    "brokers analysts advisors".split()
)
# A name that ends so is a house's, unless it is told of as a company.
_HOUSE_ENDS = re.compile(
    r"(?i)(?:institutional (?:equities|research)|securities|stock ?brok(?:ing|ers)|broking|brokerage|research|shares & stock brokers)$"
)
_LISTED = re.compile(r"(?i)\b(?:ltd|limited)\.?$")
# What follows a person's name, and what stands before one.
_PERSON_AFTER = re.compile(
    r"(?i)^(?:, | \(|, the |, a |, an )(?:[a-z&'-]+ ){0,4}?(?:analyst|head|chief|ceo|cfo|cio|md|chairman|chairperson|director|"
    r"president|vice[- ]president|avp|vp|strategist|economist|manager|founder|co-founder|partner|trader|adviser|advisor|"
    r"expert|secretary|minister|governor)\b"
)
_PERSON_BEFORE = re.compile(
    r"(?i)(?:analyst|strategist|economist|chairman|ceo|cfo|founder|director|president|governor|minister|investor|promoter|"
    r"\bby|\bmr\.?|\bms\.?|\bmrs\.?|\bdr\.?|\bshri|billionaire|expert|trader|fund manager) $"
)
_COMPANY_WORD = re.compile(
    r"(?i)\b(?:ltd|limited|bank|industries|motors?|steel|power|finance|financial|technologies|tech|pharma\w*|labs?|laboratories|cement|"
    r"energy|oil|gas|corp\w*|company|co|india|capital|securities|insurance|foods?|consumer|chemicals?|infra\w*|"
    r"engineering|services|holdings|hotels?|realty|properties|telecom|media|retail|textiles?|sugars?|paints?|auto\w*|healthcare|hospitals?|group|enterprises|international|systems|solutions|housing|ports?|airlines|electricals?|electronics|research|broking|global|products|mills|paper|metals?|gold|jewell\w+|petro\w*)\b"
)


def is_broker(name: str) -> bool:
    """Whether a printed name is a house's; short forms count only in capitals."""
    plain = plain_name(name)
    if plain in brokers():
        return len(plain) > 3 or name.replace(".", "").isupper() or plain in ("bofa", "citi")
    words_ = plain.split()
    for size in range(len(words_) - 1, 0, -1):
        if not all(word in _HOUSE_TAILS for word in words_[size:]):
            return False
        if " ".join(words_[:size]) in brokers() and not _LISTED.search(name):
            return True
    return False


def is_person(name: str, text: str, start: int, end: int) -> bool:
    """Whether what stands around a name makes it a person's."""
    words_ = name.split()
    if not 2 <= len(words_) <= 4 or _COMPANY_WORD.search(name) or "&" in name:
        return False
    if _PERSON_AFTER.match(text, end) or _PERSON_AFTER.match(text[end : end + 80]):
        return True
    before = text[max(0, start - 24) : start]
    return bool(_PERSON_BEFORE.search(before)) and not is_broker(name)


# Words that a headline's name may hold though they are common ones.
_NAME_WORDS = frozenset(
    "bank capital power steel motors pharma auto industries finance energy infra infrastructure consumer media realty chemicals cement "
    "textiles telecom tech technologies insurance gas oil fmcg metal metals india gold fund india general life housing national public "
    "industrial indian global street first new high home trade share top star three one retail rail international limited".split()
)
_NAME_TAILS = _HOUSE_TAILS | {"bank", "financial", "mutual", "fund", "amc", "mf", "ltd", "asset", "of", "&"}


def is_segment(name: str) -> bool:
    """Whether an index is named only by its size: "smallcaps"."""
    return bool(_SEGMENT.match(name))


def is_foreign(name: str) -> bool:
    """Whether an index is none of India's exchanges."""
    return bool(_FOREIGN.match(name))


def is_one(before: str, after: str) -> bool:
    """Whether "before and after" is one company."""
    head, tail = before.lower().split(), after.lower().split()
    if tail[0].strip(".") not in tails():
        return False
    if head[-1] in _PAIRS and len(head) == 1:
        return True
    return all(
        word.strip(".") in tails() | {"ltd", "limited", "corp", "corporation", "india", "bank", "company"}
        for word in tail
    )


def mark(
    units: "list[Unit]", text: str, *, is_title: bool, lowered: frozenset[str] = frozenset()
) -> "list[Unit]":
    """Words that name an index, a broker or a company made one unit each."""
    from bhavhouse.news.units import Item, Unit

    made: list[Unit] = []
    at = 0
    first = True
    while at < len(units):
        unit = units[at]
        if not unit.is_word or not (unit.symbol[0].isalnum()):
            made.append(unit)
            first = first and unit.symbol in "([-:"
            at += 1
            continue
        found = _index(units, at, text)
        if found:
            stop, end = found
            name = text[unit.start : end]
            made.append(Unit("I", unit.start, units[stop - 1].end, [Item(name, unit.start, end)]))
            at, first = stop, False
            continue
        graded = _grade(units, at)
        if graded > at:
            made.extend(units[at:graded])
            at, first = graded, False
            continue
        stop = _run(units, at, text, first=first, is_title=is_title)
        house = _house(units, at, text)
        # A listed house whole, and in a headline without the verb printed in capitals after it.
        if house > stop or (is_title and at < house < stop and units[house].symbol not in _NAME_TAILS):
            stop = house
        # A word that opens a sentence and is printed small elsewhere is no name.
        if stop == at + 1 and (first or is_title) and unit.symbol in lowered:
            stop = at
        if stop > at and not _is_solid(units, at, stop, text, first=first or is_title or _opens(units, at)):
            stop = at
        if stop == at:
            made.append(unit)
            at, first = at + 1, False
            continue
        end = units[stop - 1].end
        name = text[unit.start : end]
        symbol = "B" if is_broker(name) or _is_house(name, text, end) else "N"
        if symbol == "N" and (
            tuple(name.lower().split()) in sectors() or is_person(name, text, unit.start, end)
        ):
            made.extend(units[at:stop])
        else:
            after = _alias(units, stop, text)
            if after > stop and text[units[stop].end : units[after - 1].start].lower() == "india":
                end = units[after - 1].end
                name = text[unit.start : end]
            made.append(Unit(symbol, unit.start, end, [Item(name, unit.start, end)]))
            stop = after
        at, first = stop, False
    return made


def _index(units: "list[Unit]", at: int, text: str) -> tuple[int, int] | None:
    """The index that begins here: the unit after it, and where its name ends."""
    if at and units[at - 1].end == units[at].start and units[at - 1].symbol == "-":
        return None
    found = _INDEX.match(text, units[at].start, units[at].start + 80)
    if not found:
        return None
    end, stop = found.end(), at + 1
    while stop < len(units) and units[stop].end <= end:
        stop += 1
    if units[stop - 1].end < end:
        return None
    if units[stop - 1].end != end:
        # The name ends inside a hyphenated word ("Nifty-led"), unless that word is a figure taken whole.
        return None
    name = text[units[at].start : end]
    if (
        is_segment(name)
        and stop < len(units)
        and units[stop].symbol in ("stock", "fund", "funds", "company", "name")
    ):
        return None
    if stop < len(units) and units[stop].symbol in ("index", "gauge") and not is_segment(name):
        return stop + 1, end
    if stop < len(units) and is_segment(name) and units[stop].symbol in ("index", "indices", "gauge"):
        return stop + 1, units[stop].end
    return stop, end


def _grade(units: "list[Unit]", at: int) -> int:
    """Where a grade printed here ends ("Strong Buy"); `at` where none is."""
    head = units[at].symbol.partition("-")[0]
    if head not in _GRADES:
        return at
    best, words_ = at, []
    for stop in range(at, min(at + 4, len(units))):
        words_ += units[stop].symbol.split("-")
        if tuple(words_) in _GRADES[head]:
            best = stop + 1
    return best


# Short for a house only where it rates: else a bank.
_SHORT_HOUSE = re.compile(r"(?i)(?:kotak|axis|icici|hdfc|sbi|idbi|yes|choice|aditya birla)$")
_RATES = re.compile(
    r"(?: on (?:[A-Z]|the stock)| (?:also |has |have )*(?:maintain|reiterat|downgrad|upgrad|retain|initiat|keeps? )| ?(?:[:|]|- ) ?(?:buy|sell|add|reduce|hold|maintain|accumulate)\b)",
    re.I,
)


def _is_house(name: str, text: str, end: int) -> bool:
    """Whether a name no list knows is a house's by its last words, or by what it does."""
    if _SHORT_HOUSE.match(name):
        return bool(_RATES.match(text, end))
    return bool(_HOUSE_ENDS.search(name)) and " " in name and not re.match(
        r"(?i)(?:'s)? (?:shares?|stock|scrip|ltd|limited|rose|fell|gained|surged|jumped)\b", text[end : end + 12]
    )


@cache
def _house_heads() -> frozenset[str]:
    """The first words of houses' names."""
    return frozenset(re.split(r"[ .]", name)[0] for name in brokers())


def _house(units: "list[Unit]", at: int, text: str) -> int:
    """Where a listed house that begins here ends, if what follows is no part of a longer name."""
    last = at
    if not _capital(text, units[at]) or units[at].symbol not in _house_heads():
        return at
    for stop in range(at + 1, min(at + 6, len(units)) + 1):
        name = text[units[at].start : units[stop - 1].end]
        if units[stop - 1].symbol != "." and is_broker(name):
            last = stop
    return last


def _is_title(unit: "Unit", text: str) -> bool:
    """Whether a word is a person's title: "Ms", but not the house printed "MS"."""
    return unit.symbol in _TITLES - {"dr"} and not is_broker(text[unit.start : unit.end])


_NO_NAME = re.compile(r"\d{1,2}:\d\d|\b(?:IST|[AP]M|hrs)\b|^(?:Cr|FY|CY|Q|H|OI)\d|^\d+(?!Paisa)[A-Z][a-z]{3}|\b(?:Call|Put) OI\b")
# What follows a verb or a noun that opens a sentence, and no name.
_AFTER_WORD = frozenset("to the a an its of that with by into than from as until till for at this these their per".split())


def _is_exchange_share(unit: "Unit", text: str) -> bool:
    """Whether BSE is the listed company, not the exchange."""
    if text[unit.start : unit.end] != "BSE":
        return False
    return bool(re.match(r" (?:Ltd|Limited|shares? (?:rose|fell|price|gain|slip|surg)|stock\b)| ?\|", text[unit.end : unit.end + 16]))


# What ends so is a subject, a fund or a figure.
_NO_COMPANY = re.compile(
    r"(?i)\b(?:strategy|sectors?|industry|economy|markets|equities|stocks|space|companies|shares|outlook|budget|policy|earnings|"
    r"preview|index|indices|fund|etf|scheme|ratio|range|survey|chart|inputs|staples|discretionary|opec|mutual funds?|bonds?|"
    r"(?:convergence|divergence)|ministry|court|elections?|assembly|sabha|festival|day|week|quarter|season|calendar|cross|doji|table|diary|reporter|desk|"
    r"bureau|icon|admin|trades?|interest|price)$"
)


@lru_cache(maxsize=2)
def _capitals(text: str) -> Counter[str]:
    """How often each word is printed with a capital."""
    return Counter(re.findall(r"\b[A-Z][a-z]+\b", text))


def _opens(units: "list[Unit]", at: int) -> bool:
    """Whether a word stands after a colon or a bar, where a clause begins."""
    return at > 0 and units[at - 1].symbol in (":", "|", "—")


def _is_solid(units: "list[Unit]", at: int, stop: int, text: str, *, first: bool) -> bool:
    """Whether a run of words can be a name: a word whose capital comes from its place needs a second witness."""
    name = text[units[at].start : units[stop - 1].end]
    if _NO_NAME.search(name) or _NO_COMPANY.search(name):
        return False
    if not first or stop > at + 1 or not re.fullmatch(r"[A-Z][a-z]+", name):
        return not (stop == at + 1 and units[at].symbol.partition("-")[0] in words("function"))
    if is_broker(name) or _capitals(text)[name] > 1:
        return True
    if at and units[at - 1].symbol == "on":
        return True
    if stop < len(units):
        after = units[stop]
        return after.symbol not in _AFTER_WORD
    following = re.match(r"\W*(\w+)", text[units[stop - 1].end : units[stop - 1].end + 40])
    return bool(following) and following.group(1).lower() in _house_heads()  # type: ignore[union-attr]


def _capital(text: str, unit: "Unit") -> bool:
    first = text[unit.start]
    return first.isupper() or (first.isdigit() and any(c.isupper() for c in text[unit.start : unit.end]))


def _run(units: "list[Unit]", at: int, text: str, *, first: bool, is_title: bool) -> int:
    """Where the run of a name's words that begins at `at` ends; `at` itself where there is none."""
    function, common = words("function"), words("common")

    begin = units[at]

    def barred(unit: "Unit") -> bool:
        word = unit.symbol
        if unit is not begin and word == "company":
            return False
        if _is_exchange_share(unit, text):
            return unit is not begin
        if word in function or word in _OTHERS:
            return not (
                len(text[unit.start : unit.end]) <= 2
                and text[unit.start : unit.end].isupper()
                and len(word) == 1
            )
        return (
            is_title
            and not (unit is not begin and word in _NAME_WORDS)
            and (word in common or word in moves("verb") or word in moves("noun"))
        )

    begin = units[at]
    if begin.symbol in _INVESTORS or _MONTH_QUARTER.match(begin.symbol):
        return at
    if not begin.is_word or not _capital(text, begin) or barred(begin) or _is_title(begin, text):
        return at
    stop = at + 1
    while stop < len(units) and stop - at < _MAX_WORDS:
        unit = units[stop]
        gap = unit.start - units[stop - 1].end
        if unit.is_word and unit.symbol[0].isalnum() and units[stop - 1].symbol[-1].isalnum() and not gap:
            break  # two words printed without a blank: a sentence begins here
        if unit.is_word and unit.symbol[0].isalnum() and _capital(text, unit) and gap <= 1:
            if (
                barred(unit)
                and unit.symbol not in ("price", "company")
                and not (unit.symbol == "india" or unit.symbol == "india's")
            ):
                break
            if units[stop - 1].symbol not in _PAIRS and _house(units, stop, text) > stop + 1:
                break
            if (_index(units, stop, text) and unit.symbol in ("nifty", "sensex")) or _grade(units, stop) > stop:
                break
            stop += 1
            continue
        after = units[stop + 1] if stop + 1 < len(units) else None
        joins = unit.symbol in ("&", "of", ".", "-", "'s")
        if not joins or gap > 1:
            break
        if (
            unit.symbol == "."
            and gap == 0
            and (after is None or after.symbol in (",", "and", "(", ")", "'s") or text[after.start].islower())
        ):
            if after is not None and units[stop - 1].symbol not in _NOT_ALONE - {"ltd", "corp", "inc"}:
                stop += 1
            break
        if after is None or not after.is_word or not after.symbol[0].isalnum() or not _capital(text, after):
            break
        if barred(after) and after.symbol != "india":
            break
        if unit.symbol == "of" and units[stop - 1].symbol not in _BRIDGES:
            break
        if unit.symbol == "-" and (gap or after.start - unit.end):
            break
        if unit.symbol == "'s" and units[stop - 1].symbol not in _KEEPS_POSSESSIVE:
            break
        stop += 2
    if stop < len(units) and units[stop].symbol == "'s" and units[stop - 1].symbol in _KEEPS_POSSESSIVE:
        stop += 1
    if stop == at + 1:
        word = begin.symbol
        if len(word) == 1 or word in ("indian", "foreign", "asian"):
            return at
        if _is_exchange_share(begin, text):
            return stop
        if word in _NOT_ALONE or word in _OTHERS or (
            word in common
            and not text[begin.start : begin.end].isupper()
            and not (at and units[at - 1].symbol in ("and", "&") and word in tails())
        ):
            return at
        if first and (word in moves("verb") or word in moves("noun") or word.endswith(("ing", "ly"))):
            return at
    elif all(units[n].symbol in common for n in range(at, stop) if units[n].symbol[0].isalnum()) and (
        first or all(units[n].symbol not in _NAME_WORDS for n in range(at, stop))
    ):
        return at
    return stop


def _alias(units: "list[Unit]", at: int, text: str) -> int:
    """The unit after a ticker or short name in brackets: "State Bank of India (SBI)"."""
    if at + 2 < len(units) and units[at].symbol == "(":
        for stop in range(at + 1, min(at + 6, len(units))):
            if units[stop].symbol == ")":
                inner = text[units[at].end : units[stop].start]
                is_ticker = re.fullmatch(
                    r"(?:(?:NSE|BSE)[: ]+)?[A-Z0-9&.-]{2,15}(?:\.NS|\.BO)?|[A-Z][\w& .-]{1,24}", inner
                )
                return stop + 1 if is_ticker and re.search(r"[A-Z]", inner) else at
    return at
