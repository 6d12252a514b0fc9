"""What is sent by the clock: schedules, the runs they are expected to make, what was delivered."""
