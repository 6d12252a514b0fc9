"""Values, refusals and abstract rows; no concrete table."""
