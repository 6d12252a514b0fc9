"""The laptop's servers: a PostgreSQL and a broker out of wheels, started by whoever needs them."""
