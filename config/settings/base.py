"""Settings of the house; what differs by installation comes through config.settings.env."""

from __future__ import annotations

import re
import secrets
from pathlib import Path

import django_stubs_ext

from config.api.settings import REST_FRAMEWORK as REST_FRAMEWORK
from config.api.settings import REST_KNOX as REST_KNOX
from config.api.settings import SPECTACULAR_SETTINGS as SPECTACULAR_SETTINGS
from config.console.csp import CONTENT_SECURITY_POLICY as CONTENT_SECURITY_POLICY
from config.console.unfold import UNFOLD as UNFOLD
from config.settings import databases, env, keys

django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parents[2]
HOME_DIR = Path(env.text("GREEN_TRUST_HOME") or BASE_DIR / "var")
VERSION = re.search(r"^## (\S+)", (BASE_DIR / "CHANGELOG.md").read_text("utf-8"), re.M)[1]  # type: ignore[index]


def _secret_key() -> str:
    """Return the configured key, or one made once for this home and kept there."""
    if key := env.text("SECRET_KEY"):
        return key
    path = HOME_DIR / "secret_key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(64), "utf-8")
    return path.read_text("utf-8")


SECRET_KEY = _secret_key()
PERSONAL_DATA_KEYS = keys.keys_of(keys.PERSONAL_DATA, HOME_DIR, embedded=databases.EMBEDDED)
PACK_SIGNING_KEYS = keys.keys_of(keys.PACK_SIGNING, HOME_DIR, embedded=databases.EMBEDDED)
DEBUG = False
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
PUBLIC_URL = env.text("PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/")

INSTALLED_APPS = [
    "config.kernel.apps.KernelConfig",
    "config.accounts.apps.AccountsConfig",
    "config.archive.apps.ArchiveConfig",
    "config.jobs.apps.JobsConfig",
    "config.notices.apps.NoticesConfig",
    "config.embedded.apps.EmbeddedConfig",
    "config.api.apps.ApiConfig",
    "config.console.apps.ConsoleConfig",
    "config.demo.apps.DemoConfig",
    "unfold.apps.BasicAppConfig",
    "unfold.contrib.filters",
    "unfold.contrib.forms",
    "config.console.apps.ConsoleAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "rest_framework",
    "knox",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "csp",
    "django_celery_beat",
    "projects.apps.ProjectsConfig",
    "trusts.apps.TrustsConfig",
    "reporting.apps.ReportingConfig",
]

MIDDLEWARE = [
    "config.api.middleware.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "config.console.middleware.ConsolePolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.console.middleware.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "config.api.middleware.ApiProblemMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

EMBEDDED_DATABASE = databases.EMBEDDED
DATABASE_ROLE_PREFIX = databases.ROLE_PREFIX
DATABASES = {
    "default": databases.connection(
        databases.role_of_this_process(), pooled=env.text("GREEN_TRUST_PROCESS") == "web"
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = PUBLIC_URL.startswith("https://")
CSRF_COOKIE_SECURE = SESSION_COOKIE_SECURE
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_HSTS_SECONDS = 31536000 if SESSION_COOKIE_SECURE else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "/static/"
STATIC_ROOT = HOME_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
VAR_DIR = HOME_DIR
MIN_FREE_BYTES = 512 * 1024 * 1024
MEDIA_ROOT = HOME_DIR / "uploads"
ARCHIVE_ROOT = Path(env.text("ARCHIVE_ROOT") or HOME_DIR / "archive")
# Shared by all processes of a machine: what throttles counts must not depend on which answers.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": HOME_DIR / "cache",
    }
}
CSRF_FAILURE_VIEW = "config.api.errors.csrf_failure"
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
MAX_UPLOAD_BYTES = env.number("MAX_UPLOAD_MB", 1024, low=1, high=16384) * 1024 * 1024

CELERY_BROKER_URL = env.text("CELERY_BROKER_URL")
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_TIME_LIMIT = 3600
CELERY_TASK_SOFT_TIME_LIMIT = 3500
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_CREATE_MISSING_QUEUES = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 200
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 20
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_TIMEOUT = 2
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0.1, "interval_max": 0.2}
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
CELERY_BEAT_MAX_LOOP_INTERVAL = 5
if CELERY_BROKER_URL.startswith("amqp"):
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object] = {"confirm_publish": True}
    CELERY_TASK_DEFAULT_QUEUE_TYPE = "quorum"
    CELERY_TASK_CREATE_MISSING_QUEUE_TYPE = "quorum"
    CELERY_WORKER_DETECT_QUORUM_QUEUES = True
    CELERY_BROKER_NATIVE_DELAYED_DELIVERY_QUEUE_TYPE = "quorum"
else:
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "visibility_timeout": 3 * 3600,
        "unacked_restore_interval": 10,
        "unacked_restore_throttle": 1,
        "socket_connect_timeout": 2,
        "socket_timeout": 10,
    }
RUN_LEASE_SECONDS = env.number("RUN_LEASE_SECONDS", 30, low=2, high=3600)
RUN_ATTEMPTS = env.number("RUN_ATTEMPTS", 5, low=1, high=50)
SWEEP_SECONDS = env.number("SWEEP_SECONDS", 5, low=1, high=600)

# The house's own mail server: nothing is mailed without one.
EMAIL_HOST = env.text("EMAIL_HOST")
EMAIL_PORT = env.number("EMAIL_PORT", 25, low=1, high=65535)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = env.switch("EMAIL_USE_TLS", default=False)
EMAIL_USE_SSL = env.switch("EMAIL_USE_SSL", default=False)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "green-trust@localhost")
# Alarms and reminders: after a letter, a person is left alone for so long.
NOTICE_REST_MINUTES = env.number("NOTICE_REST_MINUTES", 15, low=0, high=1440)
# Deliveries: networks that webhooks may enter although they are not public, authorities that
# are trusted besides the system's, and how long the other side may take.
EXPORT_ALLOWED_NETWORKS = env.words("EXPORT_ALLOWED_NETWORKS")
# The folder below which destinations may be folders: this machine's, or a share mounted here.
EXPORT_OUTBOX = env.text("EXPORT_OUTBOX") or HOME_DIR / "outbox"
EXPORT_CA_FILE = env.text("EXPORT_CA_FILE")
EXPORT_CONNECT_SECONDS = env.number("EXPORT_CONNECT_SECONDS", 10, low=1, high=300)
EXPORT_ANSWER_SECONDS = env.number("EXPORT_ANSWER_SECONDS", 30, low=1, high=600)
EXPORT_TOTAL_SECONDS = env.number("EXPORT_TOTAL_SECONDS", 600, low=1, high=3000)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request": {"()": "config.api.request_id.RequestIdFilter"}},
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s [%(request_id)s] %(message)s"}
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["request"],
        }
    },
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO")},
    "loggers": {name: {"level": "WARNING"} for name in ("fontTools", "pikepdf")},
}

CELERY_BEAT_SCHEDULE = {
    "jobs: sweep": {
        "task": "jobs.sweep",
        "schedule": float(SWEEP_SECONDS),
        "options": {"expires": 60},
    },
    "metering: months ahead": {
        "task": "projects.metering.ensure_months_ahead",
        "schedule": 24 * 3600.0,
        "options": {"expires": 3600},
    },
    "archive: sweep": {
        "task": "archive.sweep_incoming",
        "schedule": 3600.0,
        "options": {"expires": 600},
    },
    "notices: post": {
        "task": "notices.post",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "collection: remind": {
        "task": "reporting.collection.remind",
        "schedule": 3600.0,
        "options": {"expires": 600},
    },
    "exports: tick": {
        "task": "reporting.exports.tick",
        "schedule": float(env.number("EXPORT_TICK_SECONDS", 10, low=1, high=3600)),
        "options": {"expires": 60},
    },
}
