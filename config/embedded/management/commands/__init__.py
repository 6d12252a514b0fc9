"""Commands: run everything, look after the database, check the ground."""
