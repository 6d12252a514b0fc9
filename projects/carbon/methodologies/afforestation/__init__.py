"""Afforestation."""
