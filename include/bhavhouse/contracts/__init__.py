"""One contract per table: from it come its Arrow, SQL, checks and dictionary."""

from bhavhouse.contracts import (
    actions,
    articles,
    breadth,
    bse,
    core,
    identity,
    indices,
    lake,
    lake_indices,
    marts,
    measures,
    membership,
    news,
    prices,
    ratings,
    rotation,
    size,
    universes,
    verdicts,
)
from bhavhouse.contracts.base import Build, Column, Contract, Kind

__all__ = ["CONTRACTS", "MODELS", "Build", "Column", "Contract", "Kind", "published"]

_MODULES = (
    lake, lake_indices, core, identity, prices, bse, actions, size, membership, rotation, universes, breadth,
    measures, indices, articles, news, ratings, verdicts, marts
)  # fmt: skip
CONTRACTS: dict[str, Contract] = {
    found.name: found for module in _MODULES for found in vars(module).values() if isinstance(found, Contract)
}
MODELS: dict[str, Contract] = {name: c for name, c in CONTRACTS.items() if c.build is not Build.LANDED}


def published() -> list[Contract]:
    """The contracts of what readers see, in the order of the dictionary."""
    return [c for c in MODELS.values() if not c.internal]
