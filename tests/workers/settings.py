"""Settings of the workers that tests start: a database and a queue of their own."""

import os

from config.settings.test import *  # noqa: F403

DATABASES["default"] = databases.connection("worker") | {"NAME": os.environ["WORKERS_DATABASE"]}  # noqa: F405
CELERY_TASK_DEFAULT_QUEUE = f"{os.environ['WORKERS_QUEUE']}-sweeps"
RUN_LEASE_SECONDS = 3
RUN_ATTEMPTS = 2
SWEEP_SECONDS = 1
CELERY_BEAT_MAX_LOOP_INTERVAL = 1
CELERY_BEAT_SCHEDULE = {"jobs: sweep": {"task": "jobs.sweep", "schedule": float(SWEEP_SECONDS)}}
