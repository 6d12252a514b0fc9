"""Who owes which number by when: the board of a period, from empty to confirmed."""
