"""Base before growth."""
