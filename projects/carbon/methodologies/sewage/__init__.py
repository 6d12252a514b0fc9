"""Sewage treatment (COD and ammonia)."""
