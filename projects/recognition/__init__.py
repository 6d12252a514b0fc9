"""Is it green: criteria as data, evidence, a decision by two people, expiry and re-check."""
