"""Tests of the collection of numbers."""
