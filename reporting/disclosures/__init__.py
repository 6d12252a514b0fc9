"""What is said, to whom: drafted from figures, signed off by two, published, never edited."""
