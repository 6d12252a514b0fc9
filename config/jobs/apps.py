"""Jobs as Django sees them."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    """Runs, and the outbox that sends them."""

    name = "config.jobs"
    label = "jobs"
    verbose_name = _("Jobs")

    def ready(self) -> None:
        """Read every app's tasks: who asks for work must know who does it."""
        autodiscover_modules("tasks")
