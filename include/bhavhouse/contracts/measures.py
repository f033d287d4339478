"""What stands around breadth: the benchmark, first days, distributions, movers, and risk by segment."""

from bhavhouse.contracts.base import Build, Contract, count, day, price, reach, real, text, whole
from bhavhouse.contracts.breadth import BASES

BETA_BASES = (*BASES, "mixed")
MOVERS = ("gainer", "loser", "turnover", "delivery")
BUCKETS = (
    "below_-50", "-50_to_-30", "-30_to_-20", "-20_to_-10", "-10_to_-5", "-5_to_0", "0_to_5", "5_to_10",
    "10_to_20", "20_to_30", "30_to_50", "50_to_100", "above_100",
)  # fmt: skip

BENCHMARK_CHANGE = Contract(
    "core.benchmark_change",
    grain=("session", "benchmark"),
    meaning="Return of the benchmark in a session, and what it was read off.",
    notes="A session for which neither the index nor the fund has a return has no row.",
    build=Build.MONTH,
    lookback_sessions=1,
    source="marts.index_return, else core.price_change",
    columns=(
        day("session", "Trading session (IST)."),
        text("benchmark", "The benchmark.", one_of=("nifty_50",)),
        text(
            "basis",
            "index: the index file; fund: NIFTYBEES, which follows the index.",
            one_of=BASES,
            formula="index where nifty_50 is held in this session and in the exchange's session before; else "
            "fund where NIFTYBEES is comparable and traded in the session before",
        ),
        real(
            "return_1_pct",
            "Return of the session.",
            "pct",
            formula="index, fund: its return_1_pct",
        ),
    ),
)

REFERENCE_DAY = Contract(
    "core.reference_day",
    grain=("reference",),
    meaning="Days since which returns are counted in marts.return_distribution, besides the calendar's.",
    dated_by=("day",),
    source="include/bhavhouse/market/reference_days.csv",
    columns=(
        text("reference", "Its name.", matches=r"^[a-z][a-z0-9_]{0,39}$"),
        day("day", "The session whose close is the reference."),
        text("reason", "Why it is one."),
    ),
)

LISTINGS = Contract(
    "marts.listings",
    grain=("session", "security_id"),
    meaning="Shares on the day of their listing, against their issue price.",
    notes="Shares alone, as in nse_all: neither funds nor rights entitlements.",
    build=Build.MONTH,
    source="core.fact_daily_price",
    columns=(
        day("session", "Trading session (IST)."),
        text("security_id", "Internal id."),
        text("symbol", "Exchange symbol on that day."),
        text("series", "Series of the primary line."),
        price(
            "issue_price_inr",
            "Issue price, which the exchange prints as previous close; null where it prints none.",
            nullable=True,
            source="core.fact_daily_price.prev_close_inr",
        ),
        price("open_inr", "First price.", source="core.fact_daily_price.open_inr"),
        price("close_inr", "Official close.", source="core.fact_daily_price.close_inr"),
        real(
            "open_return_pct",
            "First price against the issue price.",
            "pct",
            nullable=True,
            formula="100 * (open_inr / issue_price_inr - 1)",
        ),
        real(
            "close_return_pct",
            "Close against the issue price.",
            "pct",
            nullable=True,
            formula="100 * (close_inr / issue_price_inr - 1)",
        ),
        real(
            "turnover_inr",
            "Value traded.",
            "inr",
            minimum=0,
            source="core.fact_daily_price.turnover_inr",
        ),
    ),
)

RETURN_DISTRIBUTION = Contract(
    "marts.return_distribution",
    grain=("session", "universe", "reference", "bucket"),
    meaning="How many names of a universe lie in each bucket of return since a reference.",
    notes=(
        "References: month, calendar_year, fiscal_year (the last close before it), high_52w (the highest of "
        "253 closes), and since:<name> for each day of core.reference_day, for 252 sessions. All buckets are "
        "there where one name has the return. A return of -10 exactly lies in -20_to_-10, one of 10 in "
        "10_to_20."
    ),
    build=Build.MONTH,
    lookback_sessions=253,
    large=True,
    source="core.security_bucket, core.universe_membership, core.price_change",
    columns=(
        day("session", "Trading session (IST)."),
        text("universe", "Universe."),
        text("reference", "Since when the return is counted.", source="core.reference_day for since:"),
        text("bucket", "Bucket of the return.", one_of=BUCKETS),
        real(
            "lower_pct",
            "Lower end of the bucket; null for the lowest.",
            "pct",
            nullable=True,
            formula="belongs to the bucket where it is 0 or more, else to the one below",
        ),
        real(
            "upper_pct",
            "Upper end of the bucket; null for the highest.",
            "pct",
            nullable=True,
            formula="belongs to the bucket where it is below 0, else to the one above",
        ),
        count(
            "names",
            "Names in the bucket.",
            "securities",
            formula="traded names by return_month_pct, return_calendar_year_pct, return_fiscal_year_pct, "
            "from_high_52w_pct; since: 100 * (adjusted close / adjusted close of the day - 1), where the "
            "name traded on the day and all own sessions after it are comparable",
            warm_up="as those columns; none for since:",
        ),
        real(
            "share_pct",
            "Share of the names that have the return.",
            "pct",
            minimum=0,
            maximum=100,
            formula="100 * names / sum of names over the buckets",
        ),
    ),
)

MARKET_MOVERS = Contract(
    "marts.market_movers",
    grain=("session", "universe", "kind", "rank"),
    meaning="The first 20 names of a session and universe by gain, loss, turnover and rise of deliveries.",
    notes="Of equals, the larger turnover comes first, then the security_id.",
    build=Build.MONTH,
    large=True,
    source="core.price_change",
    columns=(
        day("session", "Trading session (IST)."),
        text("universe", "Universe.", source="core.security_bucket, core.universe_membership"),
        text(
            "kind",
            "What they are ranked by.",
            one_of=MOVERS,
            formula="gainer: return_1_pct > 0; loser: return_1_pct < 0; turnover: traded; delivery: "
            "turnover_inr >= 1e7 and delivery_pct_change_20 > 0",
        ),
        whole(
            "rank",
            "Place; 1 is the largest gain, loss, turnover or rise.",
            minimum=1,
            maximum=20,
            formula="by return_1_pct, turnover_inr or delivery_pct_change_20, then turnover_inr, security_id",
        ),
        text("security_id", "Internal id."),
        text("symbol", "Exchange symbol on that day."),
        price("close_inr", "Official close, unadjusted.", source="core.price_change.close_inr"),
        real(
            "return_1_pct",
            "Return of the session.",
            "pct",
            nullable=True,
            source="core.price_change.return_1_pct",
        ),
        real("turnover_inr", "Value traded.", "inr", minimum=0, source="core.price_change.turnover_inr"),
        real(
            "delivery_pct",
            "Delivered part of the shares traded.",
            "pct",
            nullable=True,
            minimum=0,
            maximum=100,
            source="core.price_change.delivery_pct",
        ),
        real(
            "delivery_pct_change_20",
            "Delivered part against its usual one.",
            "pct points",
            nullable=True,
            warm_up="20 own sessions before, all with deliveries",
            source="core.price_change.delivery_pct_change_20",
        ),
    ),
)


def _window(n: int, what: str) -> str:
    return f"{n} sessions {what}, {reach(n)}"


REALISED_RISK = Contract(
    "marts.realised_risk",
    grain=("session", "universe"),
    meaning="Volatility and beta of an equal-weighted universe, from its own past sessions.",
    notes=(
        "The volatility of a few names is theirs more than the universe's: see members. A session in which "
        "no name is comparable has no row."
    ),
    build=Build.MONTH,
    lookback_sessions=278,
    source="core.breadth_daily",
    columns=(
        day("session", "Trading session (IST)."),
        text("universe", "Universe."),
        count("members", "Comparable names.", "securities", source="core.breadth_daily.comparable"),
        real(
            "mean_return_1_pct",
            "Mean return of the names.",
            "pct",
            formula="mean of return_1_pct",
            source="core.breadth_daily.mean_return_1_pct",
        ),
        *(
            real(
                f"realised_volatility_{n}_pct",
                f"Yearly volatility, from {n} sessions.",
                "pct",
                nullable=True,
                minimum=0,
                formula=f"sample deviation of the last {n} mean_return_1_pct * sqrt(252)",
                warm_up=_window(n, "of the universe"),
            )
            for n in (21, 63)
        ),
        *(
            real(
                f"beta_{n}",
                f"Slope of the universe's return on the benchmark's, over {n} sessions.",
                "x",
                nullable=True,
                formula="sample covariance of mean_return_1_pct and the benchmark's return_1_pct / sample "
                f"variance of the latter, over the last {n} sessions that have both",
                warm_up=_window(n, "with both returns"),
                source="core.benchmark_change, and as mean_return_1_pct",
            )
            for n in (63, 252)
        ),
        *(
            text(
                f"beta_{n}_basis",
                "What the benchmark's returns were read off; mixed where not all are of one kind.",
                nullable=True,
                one_of=BETA_BASES,
                source="core.benchmark_change.basis",
            )
            for n in (63, 252)
        ),
    ),
)
