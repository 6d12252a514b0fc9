"""The table of indicators: what is counted, in which unit, by which method."""
