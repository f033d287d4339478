"""A simulated exchange: an archive in the genuine formats, with the genuine traps, beside its truth."""

from bhavhouse.simulate.archive import SimulationSummary, simulate

__all__ = ["SimulationSummary", "simulate"]
