"""行业规则核查 · Rules of the trade held against the books as of any day: each with its source."""
