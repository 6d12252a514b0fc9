"""Financed, avoided and removed emissions: each apart, with coverage and quality."""
