"""Sectors that lead or lag, and money that moves between them."""
