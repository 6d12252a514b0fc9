"""Reporting as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportingConfig(AppConfig):
    """One Django app; its rooms are packages."""

    name = "reporting"
    label = "reporting"
    verbose_name = _("Reporting")
