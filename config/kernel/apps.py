"""The kernel as Django sees it: no tables, one promise after every migration."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class KernelConfig(AppConfig):
    """Puts triggers and grants in place once all tables stand."""

    name = "config.kernel"
    label = "kernel"

    def ready(self) -> None:
        """Connect the protection to the end of every migration."""
        from config.kernel.protection import protect_after_migrate  # noqa: PLC0415 (apps not ready)

        post_migrate.connect(protect_after_migrate, sender=self, dispatch_uid="kernel.protect")
