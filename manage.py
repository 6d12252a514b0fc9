#!/usr/bin/env python3
"""Run the house's commands."""

import os
import sys

from django.core.management import execute_from_command_line

from config.celery import app  # whoever may send a job must know our Celery app

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.base")
    app.set_default()
    execute_from_command_line(sys.argv)
