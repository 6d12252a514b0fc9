"""The quarterly green trust statistics: products, what is new, where the money stands, labels."""
