"""The interface as a whole, against its own document and its own rules."""
