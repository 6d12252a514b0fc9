"""Files kept by their content: written once, found by hash, checked at every reading."""
