"""Front door: the jobs of the app's rooms, for Celery to find."""

from projects.carbon import tasks as carbon
from projects.metering import tasks as metering

__all__ = ["carbon", "metering"]
