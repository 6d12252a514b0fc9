"""Numbers that leave the house: each with its method, its inputs, its approvals and its hash."""
