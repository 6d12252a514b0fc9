"""What is built, what it measures, and what it spares."""
