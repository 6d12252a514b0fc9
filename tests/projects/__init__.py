"""The house of projects, tested room by room."""
