"""What was spared: methods, statements, claims."""
