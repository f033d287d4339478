"""One installation, opened: its settings, ledger, raw store and lake."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property

from bhavhouse.files import Lake, RawStore
from bhavhouse.ledger import Ledger
from bhavhouse.settings import Settings, load


@dataclass(frozen=True)
class House:
    """What every pipeline works on."""

    settings: Settings

    @classmethod
    def open(cls) -> "House":
        """The house that the environment names."""
        return cls(load())

    @cached_property
    def ledger(self) -> Ledger:
        """The ledger, made on first use."""
        return Ledger(self.settings.ledger_url)

    @cached_property
    def raw(self) -> RawStore:
        """The bytes as received."""
        return RawStore(self.settings.raw)

    @cached_property
    def lake(self) -> Lake:
        """The typed files."""
        return Lake(self.settings.lake)

    @contextmanager
    def alone(self, step: str) -> Iterator[None]:
        """Only one process of this home carries out `step` at a time; the others wait."""
        self.settings.home.mkdir(parents=True, exist_ok=True)
        with (self.settings.home / f".{step}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
