"""What a figure is made of, and how it is written: plain values."""
