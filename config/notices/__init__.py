"""What people are told by mail: what went wrong, what they owe; gathered, never a flood."""
