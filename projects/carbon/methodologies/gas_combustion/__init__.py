"""Burning of gaseous fuels."""
