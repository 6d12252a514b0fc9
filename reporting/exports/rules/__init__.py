"""When a schedule runs, and which period a run is about: plain values."""
