"""Tests of portfolio statistics."""
