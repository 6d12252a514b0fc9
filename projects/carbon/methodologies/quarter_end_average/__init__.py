"""Holding by the average of four quarter-ends (SFDR)."""
