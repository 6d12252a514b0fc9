"""What a file may say: columns, mappings, rows read, movements judged; no tables."""
