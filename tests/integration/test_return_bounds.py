"""Returns exactly on the bounds of the buckets, from printed prices whose quotients are inexact."""

from datetime import date

from houses import backfill, select

JANUARY, FEBRUARY = date(2025, 1, 31), date(2025, 2, 3)
BUCKETS = {  # bucket -> (last close of January, close in February) of each of its names
    "below_-50": [(100.0, 40.0), (100.0, 50.0)],
    "-50_to_-30": [(100.0, 50.01), (100.0, 70.0)],
    "-30_to_-20": [(100.0, 70.01), (100.0, 80.0)],
    "-20_to_-10": [(100.0, 80.01), (100.0, 90.0), (33.3, 29.97), (0.7, 0.63), (1234.5, 1111.05)],
    "-10_to_-5": [(100.0, 90.01), (100.0, 95.0)],
    "-5_to_0": [(100.0, 95.01), (100.0, 99.99)],
    "0_to_5": [(100.0, 100.0), (100.0, 104.99)],
    "5_to_10": [(100.0, 105.0), (100.0, 109.99)],
    "10_to_20": [(100.0, 110.0), (33.3, 36.63), (0.7, 0.77), (1234.5, 1357.95)],
    "20_to_30": [(100.0, 120.0), (100.0, 129.99)],
    "30_to_50": [(100.0, 130.0), (100.0, 149.99)],
    "50_to_100": [(100.0, 150.0), (100.0, 199.99)],
    "above_100": [(100.0, 200.0), (100.0, 250.0)],
}


def test_a_return_on_a_bound_is_in_the_bucket_away_from_zero(archive, house):
    pairs = [pair for names in BUCKETS.values() for pair in names]
    archive.full(JANUARY, [(f"S{n:02d}", "EQ", base, base) for n, (base, _) in enumerate(pairs)])
    archive.full(FEBRUARY, [(f"S{n:02d}", "EQ", base, close) for n, (base, close) in enumerate(pairs)])
    backfill(house, JANUARY, FEBRUARY)
    rows = select(house, f"""
        select bucket, names, share_pct from marts.return_distribution
        where session = date '{FEBRUARY}' and universe = 'nse_main' and reference = 'month'
    """).to_pylist()  # fmt: skip
    assert {r["bucket"]: r["names"] for r in rows} == {b: len(names) for b, names in BUCKETS.items()}
    assert abs(sum(r["share_pct"] for r in rows) - 100) < 1e-6
