"""Editions of factors, coefficients, regions and taxonomies, and which factor answers."""
