"""Is this money green: recognition times flow of funds, as a share of each contract."""
