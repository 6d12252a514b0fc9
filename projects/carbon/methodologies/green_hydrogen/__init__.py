"""Green hydrogen for fossil hydrogen."""
