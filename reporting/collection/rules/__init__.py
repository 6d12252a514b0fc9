"""What can be said of a collected number without a database: states, due days, judgements."""
