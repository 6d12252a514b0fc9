"""Share of a whole."""
