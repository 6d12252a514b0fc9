"""Reporting as Django sees it."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

#: Rooms above the library of indicators that say, when read, what they answer of it.
ANSWERING = ("reporting.figures.queries.answering",)


class ReportingConfig(AppConfig):
    """One Django app; its rooms are packages."""

    name = "reporting"
    label = "reporting"
    verbose_name = _("Reporting")

    def ready(self) -> None:
        """Read the rooms that answer indicators: the library below asks without knowing them."""
        for name in ANSWERING:
            import_module(name)
