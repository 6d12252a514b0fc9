"""组合统计 · What is held, as of any day, as known at any moment: by every cut, to the fen."""
