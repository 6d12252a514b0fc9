"""The demonstration as Django sees it."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Commands only; no tables."""

    name = "config.demo"
    label = "demo"
