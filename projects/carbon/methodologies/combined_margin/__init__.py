"""Grid displacement (combined margin)."""
