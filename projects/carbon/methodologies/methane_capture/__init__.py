"""Methane capture."""
