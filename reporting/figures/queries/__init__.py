"""Questions about figures: what they are, whether they hold, and what they rest on."""
