"""Cost of a shortfall, and what offsets may cover."""
