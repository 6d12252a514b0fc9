"""The trusts as Django sees them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrustsConfig(AppConfig):
    """One Django app; its rooms are packages."""

    name = "trusts"
    label = "trusts"
    verbose_name = _("Trusts")
