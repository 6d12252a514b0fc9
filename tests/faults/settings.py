"""Settings of the fault runs: the house as it is, plus the tests' shelf; short leases."""

import os

os.environ.setdefault("RUN_LEASE_SECONDS", "3")
os.environ.setdefault("RUN_ATTEMPTS", "50")
os.environ.setdefault("SWEEP_SECONDS", "1")

from config.settings.base import *  # noqa: F403

INSTALLED_APPS = [*INSTALLED_APPS, "tests.shelf.apps.ShelfConfig"]  # noqa: F405
