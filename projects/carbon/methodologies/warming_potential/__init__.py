"""CO2 equivalent of other gases."""
