"""Commands of the HTTP interface."""
