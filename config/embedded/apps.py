"""Tells Django that these are commands of the house."""

from django.apps import AppConfig


class EmbeddedConfig(AppConfig):
    """The laptop's servers and the commands that run them."""

    name = "config.embedded"
    label = "embedded"
