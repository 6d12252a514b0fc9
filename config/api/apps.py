"""The HTTP interface as a Django app."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext_lazy as _


class ApiConfig(AppConfig):
    """Registers the checks that refuse a view without a policy."""

    name = "config.api"
    label = "api"
    verbose_name = _("Interface for other systems")

    def ready(self) -> None:
        """Register the checks, and teach the schema our way to sign in."""
        module = import_module("config.api.checks")
        checks.register(module.every_view_declares_its_policy, checks.Tags.security)
        import_module("config.api.schema")
