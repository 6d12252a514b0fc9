"""What is held, for whom, where the money went, what it earned."""
