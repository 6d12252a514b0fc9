"""The methods by which we say what was spared, one folder each."""
