"""A small app with one model of each abstract kind, for the kernel's tests."""
