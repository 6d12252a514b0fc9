"""Income of a reduction (illustration)."""
