"""The laptop's servers, started, killed and starved for real."""
