"""What a green label may say, what supports it, how it divides money; supplementary values."""
