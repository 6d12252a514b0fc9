"""Jobs as Django sees them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    """Runs, and the outbox that sends them."""

    name = "config.jobs"
    label = "jobs"
    verbose_name = _("Jobs")
