"""Carbon capture, use and storage (less its energy)."""
