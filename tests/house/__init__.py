"""The house tests its own rules, once and for every room."""
