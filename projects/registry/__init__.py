"""Owners, technologies, projects and their finances, stations, and a project's life."""
