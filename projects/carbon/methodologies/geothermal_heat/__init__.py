"""Geothermal heat (less the pumps)."""
