"""Notices as Django sees them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    """What people are told by mail."""

    name = "config.notices"
    label = "notices"
    verbose_name = _("Notices")
