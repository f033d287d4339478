"""Indices and shares: how far they moved, and to what level."""
