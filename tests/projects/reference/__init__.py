"""The library of factors and taxonomies."""
