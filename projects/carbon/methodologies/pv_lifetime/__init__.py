"""PV yield of a whole life."""
