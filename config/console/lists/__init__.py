"""Lists as people want them: columns, saved views, times, files, and acts on many rows."""
