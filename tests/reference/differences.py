"""Two tables row by row: what one lacks, and the first values that differ."""

from collections.abc import Collection

import numpy as np
import pandas as pd

SHOWN = 5


def assert_same(
    found: pd.DataFrame,
    expected: pd.DataFrame,
    keys: list[str],
    columns: Collection[str],
    name: str,
    to_six_decimals: Collection[str] = (),
) -> None:
    """Fails with every column that differs, and the first rows of each.

    Reals may differ by 1e-7, those that are printed to six decimals by 1e-6.
    """
    assert len(expected) > 0, f"{name}: nothing to compare with"
    both = found[[*keys, *columns]].merge(
        expected[[*keys, *columns]], on=keys, how="outer", suffixes=("_found", "_expected"), indicator=True,
        validate="1:1",
    )  # fmt: skip
    told = []
    for side, word in (("left_only", "not expected"), ("right_only", "missing")):
        rows = both.loc[both["_merge"] == side, keys]
        if len(rows):
            told.append(f"{len(rows)} rows {word}:\n{rows.head(SHOWN).to_string(index=False)}")
    both = both[both["_merge"] == "both"]
    for column in columns:
        got, wanted = both[f"{column}_found"], both[f"{column}_expected"]
        wrong = ~_equal(got, wanted, 1e-6 if column in to_six_decimals else 1e-7)
        if wrong.any():
            rows = both.loc[wrong, [*keys, f"{column}_found", f"{column}_expected"]]
            told.append(
                f"{column}: {len(rows)} of {len(both)} rows differ\n{rows.head(SHOWN).to_string(index=False)}"
            )
    assert not told, f"{name}\n" + "\n\n".join(told)


def _equal(got: pd.Series, wanted: pd.Series, within: float) -> np.ndarray:
    numeric = [pd.api.types.is_numeric_dtype(s) and not pd.api.types.is_bool_dtype(s) for s in (got, wanted)]
    if any(numeric):
        pair = (
            pd.to_numeric(s, errors="raise").to_numpy(dtype=float, na_value=np.nan) for s in (got, wanted)
        )
        return np.isclose(*pair, rtol=1e-9, atol=within, equal_nan=True)
    null = got.isna() & wanted.isna()
    return (null | (got.astype(object) == wanted.astype(object))).to_numpy()
