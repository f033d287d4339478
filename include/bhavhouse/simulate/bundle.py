"""The exchange's daily bundle: market capitalisation, actions ahead, funds, activity, board meetings."""

from collections import defaultdict
from collections.abc import Iterable
from csv import reader
from dataclasses import dataclass, field
from datetime import date, datetime, time
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import numpy as np
import pyarrow as pa

from bhavhouse.simulate import phrases, text
from bhavhouse.simulate.happen import Happenings
from bhavhouse.simulate.meetings import Board, bundled_name
from bhavhouse.simulate.record import Action, Day
from bhavhouse.simulate.roster import BY_BOTH, DEBENTURE, ETF, SME_SERIES, integers
from bhavhouse.simulate.text import Ints

MARKET_CAP_HEADER = (
    "Trade Date,Symbol,Series,Security Name,Category,Last Trade Date,Face Value(Rs.),Issue Size,"
    "Close Price/Paid up value(Rs.),Market Cap(Rs.)              "
)
ACTIONS_HEADER = "SERIES,SYMBOL,SECURITY,RECORD_DT,BC_STRT_DT,BC_END_DT,EX_DT,ND_STRT_DT,ND_END_DT,PURPOSE"
FUNDS_HEADER = (
    "MARKET,SERIES,SYMBOL,SECURITY,PREVIOUS CLOSE PRICE,OPEN PRICE,HIGH PRICE,LOW PRICE,CLOSE PRICE,"
    "NET TRADED VALUE,NET TRADED QTY,TRADES,52 WEEK HIGH,52 WEEK LOW,UNDERLYING"
)
_AHEAD = 6  # sessions, this one among them, whose actions a bundle tells of
_PAISE_IN_CRORE = 10**9


@dataclass
class Bundler:
    """Makes one bundle after the other. The actions to come are known from a rehearsal."""

    happened: Happenings
    sessions: list[date]
    to_come: Iterable[Action]
    board: Board
    _of_session: dict[int, list[tuple[Action, str]]] = field(init=False)

    def __post_init__(self) -> None:
        self._of_session = defaultdict(list)
        turns: dict[str, int] = defaultdict(int)
        for action in self.to_come:
            if action.bundled:
                self._of_session[action.session].append((action, phrases.terse(action, turns[action.kind])))
                turns[action.kind] += 1
        self._issued = self.happened.shares.copy()
        self._last_traded = np.full(len(self.happened.lines), -1)
        self._days = pa.array([f"{day:%d %b %Y}".upper() for day in self.sessions] + ["Not Traded"])

    def skip(self, day: Day) -> None:
        """A session without a bundle."""
        self._last_traded[day.traded] = day.number
        self._issued = self.happened.shares.copy()

    def bundle(self, day: Day, indices: bytes) -> bytes:
        """The zip of a session; `indices` are its index closes."""
        stamp = f"{day.session:%d%m%Y}"
        self._last_traded[day.traded] = day.number
        members = {
            f"mcap{stamp}.csv": self._market_cap(day),
            f"bc{stamp}.csv": self._actions(day),
            f"etf{stamp}.csv": self._funds(day),
            f"MA{day.session:%d%m%y}.csv": activity(day, indices),
        }
        if told := self.board.prints(day):
            members[bundled_name(day.session)] = told
        self._issued = self.happened.shares.copy()
        moment = datetime.combine(day.session, time(17, 40, 2)).timetuple()[:6]
        buffer = BytesIO()
        with ZipFile(buffer, "w", ZIP_DEFLATED, compresslevel=1) as archive:
            for name, payload in members.items():
                entry = ZipInfo(name, moment)
                entry.compress_type = ZIP_DEFLATED
                archive.writestr(entry, payload, compresslevel=1)
        return buffer.getvalue()

    def _market_cap(self, day: Day) -> bytes:
        """Every share that is listed. A new face value stands at once, new shares a session late."""
        order, who = day.identity.by_symbol, day.identity
        rows = order[(day.listed & (who.universe > 0))[order]]
        place = pa.array(rows)
        faces = integers(self.happened.lines, "face")[rows]
        close = np.where(day.traded, day.close, day.previous)[rows]
        caps = close * self._issued[rows]
        columns = [
            text.same(f"{day.session:%d %b %Y}".upper()), who.symbol.take(place), who.series.take(place),
            text.padded(who.name.take(place), -25), text.same("Listed    "),
            self._days.take(pa.array(self._last_traded[rows] % len(self._days))),
            text.padded(text.fixed(faces * 100), 19), text.padded(text.count(self._issued[rows]), 18),
            text.padded(text.fixed(close), 18), text.padded(text.fixed(caps), 18),
        ]  # fmt: skip
        total = f"{int(caps.sum()) // 100}.{int(caps.sum()) % 100:02d}"
        last = [
            f"{day.session:%d %b %Y}".upper()
            + f",{word:<10},  ,{'':25},{'':10},{'':11},{'0.00':>19},{'0':>18},"
            f"{'0.00':>18},{total if word != 'Permitted' else '0.00':>18}\n"
            for word in ("Listed", "Permitted", "Total")
        ]
        return MARKET_CAP_HEADER.encode() + b"\n" + text.body(columns) + "".join(last).encode()

    def _actions(self, day: Day) -> bytes:
        """Actions of this session and the next few, once a series; debt pays and bills are redeemed."""
        told: dict[tuple[int, int], list[str]] = defaultdict(list)
        for session in range(day.number, min(day.number + _AHEAD, len(self.sessions))):
            for action, said in self._of_session.get(session, ()):
                told[action.line, session].append(said)
        symbols, series, _, names = day.identity.printed
        rows = []
        for (line, session), words in told.items():
            ex_date, boards = (
                self.sessions[session],
                ("SM", "ST") if series[line] in SME_SERIES else ("BE", "EQ"),
            )
            rows += [
                [board, symbols[line], names[line], ex_date, "", "", ex_date, "", "", "/".join(words)]
                for board in boards
            ]
        for line, what in enumerate(self.happened.lines):
            if what.instrument == DEBENTURE and (day.number + line) % 20 == 0:
                paid = [what.series, what.symbol, what.name, day.session, "", "", day.session, "", ""]
                rows.append([*paid, "INTEREST PAYMENT"])
        rows.sort(key=lambda row: (str(row[1]), str(row[0])))
        rows.append(["TB", f"91D{day.session:%d%m%y}", "GOI TBILL 91D", *[""] * 6, "REDEMPTION"])
        return text.sheet(ACTIONS_HEADER, rows)

    def _funds(self, day: Day) -> bytes:
        """The funds that traded, but for those of which only an ISIN or the fund list may tell."""
        lines = self.happened.lines
        rows: list[list[object]] = []
        for n in map(int, day.sorted(day.identity.by_symbol)):
            if lines[n].instrument == ETF and lines[n].told == BY_BOTH:
                prices = [
                    f"{paise[n] / 100:13.2f}"
                    for paise in (day.previous, day.open, day.high, day.low, day.close)
                ]
                value = f"{day.turnover[n] / 100:27.2f}"
                who = ["N", "EQ", lines[n].symbol, day.identity.printed[3][n]]
                rows.append([*who, *prices, value, day.volume[n], day.trades[n], "", "", lines[n].underlying])
        return text.sheet(FUNDS_HEADER, rows)


def activity(day: Day, indices: bytes) -> bytes:
    """The market's activity: its totals, its indices, how many of all lines rose and fell, as printed."""
    rows = day.sorted(day.identity.by_symbol)
    moves = np.sign(day.close - day.previous)[rows]
    lines = [
        f",{day.session:%d-%b-%Y}", "The market at a glance.", "",
        f", Traded Value (Rs. In Crores), {_sum(day.turnover[rows]) / _PAISE_IN_CRORE:.2f}",
        f", Traded Quantity (in Lakhs), {_sum(day.volume[rows]) / 1e5:.2f}",
        f", Number of Trades, {day.trades[rows].sum()}",
        f", Total Market Capitalisation (Rs. Crores), {_sum(day.caps[day.listed]) / _PAISE_IN_CRORE:.2f}", "",
        ",INDEX,PREVIOUS CLOSE,OPEN,HIGH,LOW,CLOSE,GAIN/LOSS",
    ]  # fmt: skip
    for name, _, first, high, low, close, change, *_ in list(reader(indices.decode().splitlines()))[1:]:
        if "-" not in (first, high, low, change):
            before = f"{float(close) - float(change):.2f}"
            lines.append(
                ",".join(["", name, *(f"{p:>13}" for p in (before, first, high, low, close)), change])
            )
    counts = [int((moves == way).sum()) for way in (1, -1, 0)]
    words = ("ADVANCES", "DECLINES", "UNCHANGED")
    lines += ["", *(f",{word},{n}" for word, n in zip(words, counts, strict=True)), ""]
    return ("\n".join(lines) + "\n").encode()


def _sum(values: Ints) -> float:
    return float(values.sum())
