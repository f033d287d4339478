"""Good files to spoil: one of each kind from the simulated exchange, made to be of any day."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

import published
from bhavhouse.simulate import simulate
from bhavhouse.sources import FEEDS, Cadence
from exchange import market_activity

CASH = ("nse_full", "nse_udiff", "nse_legacy")
SESSION = (*CASH, "nse_index_close", "nse_market_cap")
ACTIONS = ("nse_official_action", "nse_bundle_action")
LISTS = ("nse_master", *ACTIONS, "nse_name_change", "bse_master")
BSE = ("bse_udiff", "bse_legacy")
PAGES = ("nse_constituent_snapshot", "nse_market_snapshot", "nse_index_snapshot")
FLOWS = ("flows_long", "flows_net")
WATCH = ("watchlist",)
PLAIN = (*BSE, *PAGES, "nse_bundle_index", "index_import")
CSV = (*SESSION, *LISTS, "rating_csv", *PLAIN, *FLOWS, *WATCH)
ALL = (*CSV, "rating_jsonl")
REPORT = ("nse_market_activity",)  # figures beside labels: no header, and one row in all
BOARD = ("nse_board_meeting",)  # entries of free text, told apart by colons
EVERY = (*ALL, *REPORT, *BOARD)
WORKBOOK = ("nse_index_membership",)
ROW = 3  # the row that most mutations spoil

_SEEDED_ON = date(2025, 1, 15)
_ENTRY = re.compile(r"(.*?)\s+(\S+)\s+: (.*?)\s+: (.*)")
_ROLES = {
    "nse_full": ("SYMBOL", "SERIES", "CLOSE_PRICE", "TTL_TRD_QNTY", "DATE1", "HIGH_PRICE", "LOW_PRICE"),
    "nse_udiff": ("TckrSymb", "FinInstrmNm", "ClsPric", "TtlTradgVol", "TradDt", "HghPric", "LwPric"),
    "nse_legacy": ("SYMBOL", "SERIES", "CLOSE", "TOTTRDQTY", "TIMESTAMP", "HIGH", "LOW"),
    "nse_index_close": (
        "Index Name",
        "Index Name",
        "Closing Index Value",
        "Volume",
        "Index Date",
        "High Index Value",
        "Low Index Value",
    ),
    "nse_master": ("SYMBOL", "NAME OF COMPANY", " FACE VALUE", "", " DATE OF LISTING", "", ""),
    "nse_official_action": ("SYMBOL", "PURPOSE", "", "", "EX-DATE", "", ""),
    "nse_bundle_action": ("SYMBOL", "PURPOSE", "", "", "EX_DT", "", ""),
    "nse_market_cap": (
        "Symbol",
        "Category",
        "Close Price/Paid up value(Rs.)",
        "Issue Size",
        "Trade Date",
        "",
        "Face Value(Rs.)",
    ),
    "nse_name_change": ("NCH_SYMBOL", " NCH_NEW_NAME", "", "", " NCH_DT", "", ""),
    "bse_master": ("Security Code", "Issuer Name", "Face Value", "", "", "", ""),
    "rating_csv": ("ticker", "firm", "pt_current", "", "date", "", ""),
    "rating_jsonl": ("ticker", "firm", "pt_current", "", "published_at", "", ""),
    "bse_udiff": ("FinInstrmId", "FinInstrmNm", "ClsPric", "TtlTradgVol", "TradDt", "HghPric", "LwPric"),
    "bse_legacy": ("SC_CODE", "SC_NAME", "CLOSE", "NO_OF_SHRS", "", "HIGH", "LOW"),
    "nse_constituent_snapshot": (
        "symbol",
        "index_name",
        "lastPrice",
        "totalTradedVolume",
        "lastUpdatedTime",
        "high",
        "low",
    ),
    "nse_market_snapshot": (
        "symbol",
        "symbol",
        "lastPrice",
        "totalTradedVolume",
        "lastUpdateTime",
        "dayHigh",
        "dayLow",
    ),
    "nse_index_snapshot": ("index", "index", "last", "advances", "previousDay", "high", "low"),
    "nse_bundle_index": ("SECURITY", "SECURITY", "CLOSE_PRICE", "", "", "HIGH_PRICE", "LOW_PRICE"),
    "index_import": ("index_name", "index_name", "close", "", "session", "high", "low"),
    "watchlist": ("symbol", "symbol", "", "", "valid_from", "", ""),
    "nse_board_meeting": ("SYMBOL", "BM PURPOSE", "", "", "BM DATE", "", ""),
    "flows_long": ("category", "category", "net_value", "", "date", "", ""),
    "flows_net": ("DII_Net_Cr", "FII_Net_Cr", "FII_Net_Cr", "", "date", "", ""),
}
_PLACES = {
    "nse_full": "sec_bhavdata_full_{0:%d%m%Y}.csv",
    "nse_udiff": "BhavCopy_NSE_CM_0_0_0_{0:%Y%m%d}_F_0000.csv",
    "nse_legacy": "cm{1}bhav.csv",
    "nse_index_close": "ind_close_all_{0:%d%m%Y}.csv",
    "nse_master": "securities_{0}/EQUITY_L.csv",
    "nse_official_action": "actions_{0}/CF-CA-equities.csv",
    "nse_bundle_action": "bc{0:%d%m%Y}.csv",
    "nse_market_cap": "mcap{0:%d%m%Y}.csv",
    "nse_name_change": "securities_{0}/namechange.csv",
    "bse_master": "bse_{0}/Equity.csv",
    "rating_csv": "rating_changes_{0}.csv",
    "rating_jsonl": "rating_changes_{0}.jsonl",
    "nse_market_activity": "MA{0:%d%m%y}.csv",
    "bse_udiff": "BhavCopy_BSE_CM_0_0_0_{0:%Y%m%d}_F_0000.CSV",
    "bse_legacy": "EQ{0:%d%m%y}.CSV",
    "nse_constituent_snapshot": "live_constituents_{0}.csv",
    "nse_market_snapshot": "live_total_market_{0}.csv",
    "nse_index_snapshot": "live_indices_{0}.csv",
    "nse_bundle_index": "pr{0:%d%m%Y}.csv",
    "index_import": "levels_{0}/index_history.csv",
    "watchlist": "watch_mine_{0}.csv",
    "flows_long": "fii_dii_long_{0}.csv",
    "flows_net": "fii_dii_net_{0}.csv",
    "nse_index_membership": "membership_{0}/IndexInclExcl.xlsx",
    "nse_board_meeting": "bm{0:%d%m%Y}.txt",
}


@dataclass(frozen=True)
class Good:
    """A good file of one kind and day, seen as a header and rows of printed values."""

    kind: str
    day: date
    payload: bytes

    @property
    def feed(self) -> str:
        return {"rating": "rating_change", "flows": "institutional_flows"}.get(
            self.kind.partition("_")[0], self.kind
        )

    @property
    def place(self) -> str:
        """Its name in an archive, with the dated folder that a list needs."""
        return _PLACES[self.kind].format(self.day, f"{self.day:%d%b%Y}".upper())

    @property
    def name(self) -> str:
        return self.place.rsplit("/", 1)[-1]

    @property
    def is_json(self) -> bool:
        return self.kind == "rating_jsonl"

    @property
    def is_session(self) -> bool:
        return FEEDS[self.feed].cadence is Cadence.SESSION

    @property
    def is_event(self) -> bool:
        return FEEDS[self.feed].cadence is Cadence.EVENT

    @property
    def rows_a_line(self) -> int:
        return 2 if self.kind == "flows_net" else 1

    def column(self, role: str) -> str:
        roles = ("symbol", "text", "number", "volume", "day", "high", "low")
        return dict(zip(roles, _ROLES[self.kind], strict=True))[role]

    @property
    def header(self) -> list[str]:
        return [] if self.is_json else self._cells(self.lines[0])

    @property
    def rows(self) -> list[list[str]]:
        return [self._cells(line) for line in self.lines[1:]]

    @property
    def lines(self) -> list[str]:
        return self.payload.decode("utf-8-sig").splitlines()

    def line_of(self, row: int) -> int:
        """The line of the file on which a row stands."""
        return row + (1 if self.is_json else 2)

    def line(self, values: Sequence[str]) -> str:
        if self.kind == "nse_official_action":
            return ",".join(f'"{value}"' for value in values)
        if self.kind in BOARD:
            return "{} {} : {} : {}".format(*values)
        return (", " if self.kind == "nse_full" else ",").join(values)

    def made(self, header: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
        return self.of_lines([self.line(header), *map(self.line, rows)])

    def of_lines(self, lines: Sequence[str]) -> bytes:
        return ("\n".join(lines) + "\n").encode()

    def with_line(self, change: str, row: int = ROW, *, instead: bool = True) -> bytes:
        """With another line in the place of a row, or before it."""
        at = self.line_of(row) - 1
        return self.of_lines([*self.lines[:at], change, *self.lines[at + instead :]])

    def with_cell(self, role: str, printed: str, row: int = ROW) -> bytes:
        """With another value in one row."""
        column = self.column(role)
        if self.is_json:
            return self.with_line(json.dumps({**json.loads(self.lines[row]), column: printed}), row)
        values = list(self.rows[row])
        values[self.header.index(column)] = printed
        return self.with_line(self.line(values), row)

    def cell(self, role: str, row: int = ROW) -> str:
        return self.rows[row][self.header.index(self.column(role))]

    def with_column(self, role: str, change) -> bytes:
        """With another value in every row."""
        at = self.header.index(self.column(role))
        return self.made(self.header, [[*r[:at], change(r[at]), *r[at + 1 :]] for r in self.rows])

    def of_day(self, day: date) -> "Good":
        """The same file of another day."""
        payload = self.payload
        for form in ("%d-%b-%Y", "%Y-%m-%d", "%d-%m-%Y", "%d %b %Y"):
            before, after = f"{self.day:{form}}", f"{day:{form}}"
            if self.is_session and self.kind not in ACTIONS:
                payload = payload.replace(before.encode(), after.encode())
                payload = payload.replace(before.upper().encode(), after.upper().encode())
        if not FEEDS[self.feed].prints_day:  # a figure of each day, since no two have the same bytes
            payload = payload.replace(b"%d.00" % _figure(self.day), b"%d.00" % _figure(day))
        return replace(self, day=day, payload=payload)

    def _cells(self, line: str) -> list[str]:
        if self.kind == "nse_official_action":
            return next(csv.reader([line]))
        if self.kind in BOARD:
            return list(_ENTRY.fullmatch(line).groups())
        return line.split(", " if self.kind == "nse_full" else ",")


def _figure(day: date) -> int:
    return int(f"{day:%y%m%d}")


def good_files(folder: Path) -> dict[str, Good]:
    """One good file of each kind; `folder` takes the simulation that they come from."""
    simulate(folder, 200, 120, 5, date(2024, 10, 1))
    day = _SEEDED_ON
    (master,) = folder.glob("nse/securities_*/EQUITY_L.csv")
    (names,) = folder.glob("nse/securities_*/namechange.csv")
    (actions,) = folder.glob("nse/corporate_actions_*/CF-CA-equities.csv")
    udiff = _any_of(folder, "nse/cm_udiff/*.zip")
    legacy = _any_of(folder, "nse/cm_legacy/*.zip")
    found = {
        "nse_full": (folder / f"nse/sec_bhavdata_full/sec_bhavdata_full_{day:%d%m%Y}.csv").read_bytes(),
        "nse_udiff": udiff,
        "nse_legacy": legacy,
        "nse_index_close": (folder / f"nse/ind_close_all/ind_close_all_{day:%d%m%Y}.csv").read_bytes(),
        "nse_master": master.read_bytes(),
        "nse_official_action": actions.read_bytes(),
        "nse_bundle_action": _bundled(folder),
        "nse_market_cap": _in_bundle(folder / f"nse/pr/PR{day:%d%m%y}.zip", "mcap"),
        "nse_name_change": _longer(names.read_bytes()),
        "bse_master": _bse(master.read_bytes()),
        "rating_csv": b"".join(_ratings(folder, "csv")),
        "rating_jsonl": b"".join(_ratings(folder, "jsonl")),
        "nse_market_activity": market_activity(day, 61, 52, 3),
        "nse_board_meeting": _told(folder),
    }
    found |= _made(day)
    head, *rows = found["nse_index_close"].splitlines(keepends=True)
    found["nse_index_close"] = b"".join([head, *rows, *(b"Other " + row for row in rows)])
    return {kind: Good(kind, _day_in(kind, payload), payload) for kind, payload in found.items()}


def _made(day: date) -> dict[str, bytes]:
    """Files that the simulated exchange does not write, made by hand."""
    symbols = [f"SYM{n:02d}" for n in range(60)]
    scrips = [(f"5{n:05d}", symbol, 90.0 + n, 100.0 + n) for n, symbol in enumerate(symbols)]
    # Older than every day of the corpus: a delivery holds days up to its own.
    sessions = [date(2014, 1, 1) + timedelta(days=n) for n in range(40)]
    turnover = b"%d.00" % _figure(day)
    legacy = [line.split(b",") for line in published.bse_legacy(scrips).replace(b"\r", b"").splitlines()]
    levels = [(f"Index {n}", 1000.0 + n, 1010.0 + n) for n in range(40)]
    return {
        "bse_udiff": published.bse_udiff(day, scrips).replace(b"\r", b""),
        "bse_legacy": b"".join(
            b",".join([*cells[:12], turnover, *cells[13:]] if n else cells) + b"\n"
            for n, cells in enumerate(legacy)
        ),
        "nse_constituent_snapshot": published.constituents(
            day, [(f"NIFTY {n % 3}", symbol) for n, symbol in enumerate(symbols)]
        ),
        "nse_market_snapshot": published.market(day, symbols),
        "nse_index_snapshot": published.indices(
            published.index_row(name, name, close, previous, day, close) for name, previous, close in levels
        ),
        "nse_bundle_index": published.bundle(levels).replace(b",0.00,0,Y", b",%b,0,Y" % turnover),
        "index_import": b"session,index_name,close,high,low\n"
        + b"".join(f"{at},Index A,{n + 10}.5,{n + 11},{n + 9}\n".encode() for n, at in enumerate(sessions)),
        "watchlist": b"symbol,valid_from,valid_to\n"
        + b"".join(f"{symbol},{day},\n".encode() for symbol in symbols),
        "flows_long": published.flows_long(
            (f"{at}", investor, 1000.5 + n, 900.25)
            for n, at in enumerate(sessions)
            for investor in ("DII", "FII/FPI")
        ),
        "flows_net": published.flows_net((f"{at}", 100.25 + n, -50.5) for n, at in enumerate(sessions)),
        "nse_index_membership": published.workbook(
            {
                sheet: [
                    (sheet, f"{at:%d-%m-%Y}", f"Company {at.day}", "Inclusion into Index") for at in sessions
                ]
                for sheet in ("Nifty 50", "Nifty 100")
            }
        ),
    }


def _longer(payload: bytes) -> bytes:
    """The same rows several times: a single bad one must not be a tenth of them."""
    head, *rows = payload.splitlines(keepends=True)
    return b"".join([head, *rows * 10])


def _bse(master: bytes) -> bytes:
    """BSE's list of the same companies."""
    header = (
        "Security Code,Issuer Name,Security Id,Security Name,Status,Group,Face Value,ISIN No,Industry,"
        "Instrument,Sector Name,Industry New Name,Igroup Name,ISubgroup Name"
    )
    lines = [header]
    for n, row in enumerate(csv.DictReader(io.StringIO(master.decode()), skipinitialspace=True)):
        lines.append(
            f"{500001 + n},{row['NAME OF COMPANY']},{row['SYMBOL']},{row['SYMBOL']} Ltd,Active,A ,"
            f"{row['FACE VALUE']}.00,{row['ISIN NUMBER']},Banks,Equity,Financial Services,Financial Services,"
            "Banks,Private Sector Bank"
        )
    return ("\n".join(lines) + "\n").encode()


def _any_of(folder: Path, pattern: str) -> bytes:
    path = sorted(folder.glob(pattern))[3]
    with zipfile.ZipFile(path) as bundle:
        return bundle.read(bundle.namelist()[0])


def _in_bundle(path: Path, start: str) -> bytes:
    with zipfile.ZipFile(path) as bundle:
        return bundle.read(next(name for name in bundle.namelist() if name.startswith(start)))


def _bundled(folder: Path) -> bytes:
    """The actions of all bundles as one: a single day has too few rows to lose one."""
    payloads = [_in_bundle(path, "bc") for path in sorted(folder.glob("nse/pr/*.zip"))[:60]]
    return b"".join([payloads[0], *(payload.partition(b"\n")[2] for payload in payloads[1:])])


def _told(folder: Path) -> bytes:
    """The one-line entries of many bundles as one; a day of its own stands at the end of the last."""
    entries = []
    for path in sorted(folder.glob("nse/pr/*.zip"))[:40]:
        with zipfile.ZipFile(path) as bundle:
            members = [bundle.read(name) for name in bundle.namelist() if name.lower().startswith("bm")]
        entries += [line for payload in members for line in payload.split(b"\n")[1:] if _is_whole(line)]
    header = b"COMPANY NAME    SYMBOL     : BM DATE    : BM PURPOSE\n"
    return header + b"\n".join(entries[:60]) + b" Rs %d.00\n" % _figure(_SEEDED_ON)


def _is_whole(line: bytes) -> bool:
    return b"Limited" in line and line.count(b" : ") >= 2 and not line.endswith(b"\r")


def _ratings(folder: Path, ending: str) -> list[bytes]:
    """All deliveries of one form as one: a single day has too few rows to lose one."""
    payloads = [path.read_bytes() for path in sorted(folder.glob(f"events/rating_changes_*.{ending}"))]
    if ending == "jsonl":
        return payloads
    return [payloads[0], *(payload.partition(b"\n")[2] for payload in payloads[1:])]


def _day_in(kind: str, payload: bytes) -> date:
    form = {
        "nse_full": ("DATE1", "%d-%b-%Y"),
        "nse_udiff": ("TradDt", "%Y-%m-%d"),
        "nse_legacy": ("TIMESTAMP", "%d-%b-%Y"),
        "nse_index_close": ("Index Date", "%d-%m-%Y"),
        "nse_market_cap": ("Trade Date", "%d %b %Y"),
    }.get(kind)
    if not form:
        return _SEEDED_ON
    row = next(csv.DictReader(io.StringIO(payload.decode()), skipinitialspace=True))
    return datetime.strptime(row[form[0]].strip(), form[1]).date()  # noqa: DTZ007 - a date, no moment
