"""Receivable of renewable subsidy."""
