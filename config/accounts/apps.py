"""Accounts as Django sees them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """People, departments and roles."""

    name = "config.accounts"
    label = "accounts"
    verbose_name = _("People and roles")
