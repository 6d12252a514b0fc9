"""The life of a disclosure, and its figures as a document binds them: plain values."""
