"""The archive as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArchiveConfig(AppConfig):
    """Files by content hash."""

    name = "config.archive"
    label = "archive"
    verbose_name = _("Archive")
