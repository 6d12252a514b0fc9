"""The extension that exclusion constraints need; the kernel has no tables."""
