"""What is said, to whom, in which form: the tests."""
