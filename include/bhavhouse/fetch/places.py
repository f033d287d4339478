"""Where each feed's files lie: on its exchange's own host, or under their bare names at any other address."""

from dataclasses import dataclass, replace
from datetime import date

# Not strftime's: its month names follow the locale.
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_UDIFF_BEGINS, _LEGACY_ENDS = date(2024, 7, 8), date(2024, 7, 5)


@dataclass(frozen=True)
class Place:
    """One kind of file. `path` holds {day} where there is one a day, and then only for [since, until].

    A zip may hold the files of other feeds, too, which are named in `also`.
    """

    feed: str
    path: str
    since: date = date.min
    until: date = date.max
    also: tuple[str, ...] = ()

    @property
    def feeds(self) -> frozenset[str]:
        """Every feed that its file serves."""
        return frozenset({self.feed, *self.also})

    @property
    def is_dated(self) -> bool:
        """Whether there is one a day; if not, the one name is given ever new content."""
        return "{" in self.path

    def on(self, day: date) -> str:
        """The path of `day`'s file."""
        return self.path.format(day=day, month=_MONTHS[day.month - 1])


_NSE = (
    Place("nse_udiff", "content/cm/BhavCopy_NSE_CM_0_0_0_{day:%Y%m%d}_F_0000.csv.zip", since=_UDIFF_BEGINS),
    Place(
        "nse_legacy",
        "content/historical/EQUITIES/{day:%Y}/{month}/cm{day:%d}{month}{day:%Y}bhav.csv.zip",
        since=date(1994, 11, 3),
        until=_LEGACY_ENDS,
    ),
    Place("nse_full", "products/content/sec_bhavdata_full_{day:%d%m%Y}.csv"),
    Place("nse_index_close", "content/indices/ind_close_all_{day:%d%m%Y}.csv", since=date(2010, 1, 5)),
    Place(
        "nse_bundle_etf",
        "archives/equities/bhavcopy/pr/PR{day:%d%m%y}.zip",
        also=(
            "nse_bundle_action",
            "nse_market_cap",
            "nse_market_activity",
            "nse_bundle_index",
            "nse_board_meeting",
        ),
    ),
    Place("nse_master", "content/equities/EQUITY_L.csv"),
    Place("nse_master", "emerge/corporates/content/SME_EQUITY_L.csv"),
    Place("nse_master", "content/equities/eq_etfseclist.csv"),
    Place("nse_symbol_change", "content/equities/symbolchange.csv"),
    Place("nse_name_change", "content/equities/namechange.csv"),
    Place("nse_industry", "content/indices/ind_nifty50list.csv"),
    Place("nse_industry", "content/indices/ind_nifty500list.csv"),
    Place("nse_industry", "content/indices/ind_niftytotalmarket_list.csv"),
)
# Its older files have no plain address that is known: they come by a folder.
_BSE = (
    Place(
        "bse_udiff",
        "download/BhavCopy/Equity/BhavCopy_BSE_CM_0_0_0_{day:%Y%m%d}_F_0000.CSV",
        since=_UDIFF_BEGINS,
    ),
)
# By host. NSE has no plain address for its corporate actions: that list comes by a folder.
EXCHANGES: dict[str, tuple[Place, ...]] = {"nsearchives.nseindia.com": _NSE, "www.bseindia.com": _BSE}

# What a simulated or otherwise small archive says of itself; an exchange is never asked for it.
MARKER = Place("", "archive.json")
FLAT: tuple[Place, ...] = (
    MARKER,
    *(replace(p, path=p.path.rsplit("/", 1)[-1]) for p in (*_NSE, *_BSE)),
    Place("nse_industry", "symbol_industry.csv"),
    Place("nse_holiday", "holidays.json"),
    Place("nse_official_action", "CF-CA-equities.csv"),
    Place("bse_master", "Equity.csv"),
    Place("rating_change", "rating_changes.csv"),
    Place("rating_change", "rating_changes.jsonl"),
    Place("rating_change", "rating_changes_{day:%Y-%m-%d}.csv"),
    Place("rating_change", "rating_changes_{day:%Y-%m-%d}.jsonl"),
)
