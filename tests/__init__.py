"""Tests mirror the apps; house/ tests the house's own rules."""
