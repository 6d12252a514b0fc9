"""The annual environmental disclosure after JR/T 0227, with the Shenzhen table."""
