"""The tests' own app."""

from django.apps import AppConfig


class ShelfConfig(AppConfig):
    """One concrete model of each abstract kind."""

    name = "tests.shelf"
    label = "shelf"
