"""How this house is set up; every value is read through config.settings.env."""
