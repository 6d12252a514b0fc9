"""Tests of contracts and their splits."""
