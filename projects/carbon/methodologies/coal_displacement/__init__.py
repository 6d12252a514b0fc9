"""Coal displacement (green-credit guide)."""
