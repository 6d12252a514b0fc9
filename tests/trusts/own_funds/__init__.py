"""Tests of the company's own funds."""
