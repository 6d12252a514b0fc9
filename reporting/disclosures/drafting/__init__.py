"""Drafting: who writes which section, what is found in it, what changed, when the period closed."""
