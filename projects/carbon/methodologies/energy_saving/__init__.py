"""Energy saving (before and after, per unit of output)."""
