"""Faults done on purpose: races and killed workers; each has a control that must fail."""
