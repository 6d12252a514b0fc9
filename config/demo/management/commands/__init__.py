"""The demonstration command."""
