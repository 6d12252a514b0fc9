"""The sample portfolio and the main job, end to end; wiring that sees everything."""
