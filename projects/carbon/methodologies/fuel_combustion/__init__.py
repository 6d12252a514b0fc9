"""Burning of solid and liquid fuels."""
