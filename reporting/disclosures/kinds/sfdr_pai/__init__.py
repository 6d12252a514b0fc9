"""The table of principal adverse impacts: computed, collected, or why it is not available."""
