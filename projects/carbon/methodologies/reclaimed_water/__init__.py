"""Reclaimed water."""
