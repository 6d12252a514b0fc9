"""Waste to energy."""
