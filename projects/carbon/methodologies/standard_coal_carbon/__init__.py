"""CO2 of standard coal."""
