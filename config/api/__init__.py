"""How HTTP speaks: problems, paging, filters, times, conditional requests, sign-in, schema."""
