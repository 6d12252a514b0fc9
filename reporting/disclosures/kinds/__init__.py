"""The kinds of disclosure, one folder each."""
