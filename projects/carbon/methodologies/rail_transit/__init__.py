"""Rail transit."""
