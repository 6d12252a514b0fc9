"""Energy saving by carrier."""
