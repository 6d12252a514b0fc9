"""Meter files become day blocks: every reading judged, every gap kept a gap, every sum provable."""
