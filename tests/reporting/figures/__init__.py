"""Figures: drawn, hashed, verified, walked down."""
