"""The app of the workers that tests start: the house's, with the tests' work in it."""

import os

from config.celery import app
from tests.workers import work

__all__ = ["app"]

work.register(os.environ["WORKERS_QUEUE"])
