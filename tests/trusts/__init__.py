"""Tests of what is held, for whom, and where the money went."""
