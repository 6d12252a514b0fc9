"""The typefaces that every document carries: subsets, their licenses, and how they were made."""
