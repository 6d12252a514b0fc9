"""Django's way in: its PostgreSQL backend, which starts the embedded server when it has no host."""
