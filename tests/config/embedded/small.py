"""A project as small as `manage.py up` can run: its settings, its one page, its one job."""

import os

from django.apps import AppConfig
from django.db import connection
from django.db.models.signals import post_migrate
from django.http import HttpRequest, HttpResponse
from django.urls import path

from config.celery import app
from config.settings import databases

SECRET_KEY = "small-" + "x" * 50
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1"]
INSTALLED_APPS = [
    "config.embedded.apps.EmbeddedConfig",
    "tests.config.embedded.small.SmallConfig",
    "django.contrib.contenttypes",
    "django.contrib.staticfiles",
    "django_celery_beat",
]
DATABASES = {"default": databases.connection(databases.role_of_this_process())}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ROOT_URLCONF = "tests.config.embedded.small"
STATIC_URL = "/static/"
STATIC_ROOT = os.path.join(os.environ.get("GREEN_TRUST_HOME", "/nonexistent"), "static")  # noqa: PTH118
USE_TZ = True
TIME_ZONE = "UTC"
CELERY_BROKER_URL = os.environ.get("CELERY_BROKER_URL", "")
CELERY_IMPORTS = ["tests.config.embedded.small"]
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"


class SmallConfig(AppConfig):
    """Lets the service roles at the tables once they stand, as the house's kernel does."""

    name = "tests.config.embedded"
    label = "small"

    def ready(self) -> None:
        """Connect to the end of migration."""
        post_migrate.connect(_grant)


def _grant(**_kwargs: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute("grant select on all tables in schema public to green_app")
        cursor.execute("grant all on all tables in schema public to green_worker")


@app.task(name="small.add")
def add(*, left: int, right: int, **_kwargs: object) -> None:
    """Say a sum where the test hears it."""
    os.write(1, f"the sum is {left + right}\n".encode())


def home(_request: HttpRequest) -> HttpResponse:
    """Return who speaks to the database, and have a sum worked out."""
    add.delay(left=40, right=2)
    with connection.cursor() as cursor:
        cursor.execute("select current_user")
        return HttpResponse(cursor.fetchone()[0])


urlpatterns = [path("", home)]
