"""Settings of the tests: the owner makes the test database, the tests run as the app."""

import os

os.environ.setdefault("GREEN_TRUST_THROWAWAY_TESTS", "1")
os.environ.setdefault("PERSONAL_DATA_KEYS", f"tests:{'A' * 43}=")
os.environ.setdefault("PACK_SIGNING_KEYS", f"tests:{'B' * 42}A=")

from config.settings import databases
from config.settings.base import *

DATABASES = {"default": databases.connection("owner")}
DATABASES["default"]["CONN_MAX_AGE"] = 0
SECRET_KEY = "tests-only-" + "x" * 50
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
INSTALLED_APPS = [*INSTALLED_APPS, "tests.shelf.apps.ShelfConfig"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
CELERY_BROKER_URL = os.environ.get("CELERY_BROKER_URL", "memory://")
LOGGING = {"version": 1, "disable_existing_loggers": False}
