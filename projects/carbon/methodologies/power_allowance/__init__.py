"""Allowances of a power unit (plans of 2019 to 2022)."""
