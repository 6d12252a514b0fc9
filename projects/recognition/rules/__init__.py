"""How criteria are written, read and judged, in plain Python."""
