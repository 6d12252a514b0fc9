"""The web server's door."""

import os

from django.core.wsgi import get_wsgi_application

from config.celery import app

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.base")
app.set_default()
application = get_wsgi_application()
