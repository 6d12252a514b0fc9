"""Storage (shifts only, claims nothing of its own)."""
