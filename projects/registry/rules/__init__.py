"""The registry's judgments in plain Python."""
