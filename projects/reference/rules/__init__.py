"""The library's judgments in plain Python: kinds, units, files, the resolution of a factor."""
