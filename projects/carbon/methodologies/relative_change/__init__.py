"""Relative change."""
