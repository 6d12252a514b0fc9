"""The metering room, tested."""
