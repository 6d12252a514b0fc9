"""The annual ESG disclosure of the trust company, its gaps among it."""
