"""Tests of green labels and supplementary fields."""
