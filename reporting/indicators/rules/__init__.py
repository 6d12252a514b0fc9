"""Words, files and gaps of the library, in plain Python."""
