"""Emissions of heat and power made together."""
