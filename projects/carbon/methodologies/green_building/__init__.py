"""Green building."""
