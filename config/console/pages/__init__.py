"""The kinds of staff pages: facts, proposals, batches."""
