"""Industrial steam by the tonne."""
