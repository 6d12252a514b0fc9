"""Programs that the tests lean on."""
