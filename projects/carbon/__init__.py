"""What was spared: methods, frozen statements, announced claims beside what was computed."""
