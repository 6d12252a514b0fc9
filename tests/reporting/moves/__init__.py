"""Tests of what would move."""
