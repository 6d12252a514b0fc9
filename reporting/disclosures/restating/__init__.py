"""A published version whose basis moved: compared, judged, restated or left to the next period."""
