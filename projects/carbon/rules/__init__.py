"""The judgments of carbon in plain Python: drawing a statement, judging a claim."""
