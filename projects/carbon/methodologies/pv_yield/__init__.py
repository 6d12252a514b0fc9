"""PV yield of a year, with degradation."""
