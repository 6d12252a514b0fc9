"""The workers' door: one Celery app, its broker embedded unless an address is given."""

from __future__ import annotations

import os

from celery import Celery
from celery.signals import setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.base")

app = Celery("green_trust")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def _keep_our_logging(**_kwargs: object) -> None:
    """Leave logging as the settings put it."""


def use_broker(url: str) -> None:
    """Point this process at ``url``; called once the embedded broker stands."""
    app.conf.update(broker_url=url)
