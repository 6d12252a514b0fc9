"""Disclosures: drafted, signed off by two, published once."""
