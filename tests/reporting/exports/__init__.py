"""Exports: the clock, the slots, the deliveries."""
