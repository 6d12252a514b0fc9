"""The staff console as Django apps: ours, and Django's admin with our site in it."""

from __future__ import annotations

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class ConsoleConfig(AppConfig):
    """Templates, static files and words of the console."""

    name = "config.console"
    label = "console"
    verbose_name = _("Staff console")


class ConsoleAdminConfig(AdminConfig):
    """Django's admin, its default site being ours, so that other apps' pages land there too."""

    default_site = "config.console.site.the_site"
