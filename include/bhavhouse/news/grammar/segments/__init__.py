"""Figures of whole segments."""
