"""Who may enter, as whom, and what each role may do."""
