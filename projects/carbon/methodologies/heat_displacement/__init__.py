"""Delivered heat displaces purchased heat or a boiler."""
