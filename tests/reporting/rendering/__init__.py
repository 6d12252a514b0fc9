"""A document in, bytes out: opened by programs that we did not write."""
