"""Fixtures of the tests of carbon."""

from tests.projects.carbon.making import library, meters

__all__ = ["library", "meters"]
