"""Django's settings, all from the environment; each variable is described in docs/settings.md."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from environs import Env

from pakhuis.config.secret import secret_key_at

env = Env()
PACKAGE = Path(__file__).resolve().parent.parent

DATA_DIR = Path(env.str("PAKHUIS_DATA", "var")).resolve()
DEBUG = env.bool("PAKHUIS_DEBUG", False)
SECRET_KEY = env.str("PAKHUIS_SECRET_KEY", "") or secret_key_at(DATA_DIR)
ALLOWED_HOSTS = env.list("PAKHUIS_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
PUBLIC_ADDRESS = env.str("PAKHUIS_ADDRESS", "").rstrip("/")
CSRF_TRUSTED_ORIGINS: list[str] = env.list("PAKHUIS_ORIGINS", [])
ALLOW_PRIVATE_ADDRESSES = env.bool("PAKHUIS_ALLOW_PRIVATE_ADDRESSES", False)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "pakhuis.journal",
    "pakhuis.accounts",
    "pakhuis.comments",
    "pakhuis.customers",
    "pakhuis.catalogue",
    "pakhuis.pricing",
    "pakhuis.stock",
    "pakhuis.orders",
    "pakhuis.fulfilment",
    "pakhuis.purchasing",
    "pakhuis.returns",
    "pakhuis.connectors",
    "pakhuis.papers",
    "pakhuis.imports",
    "pakhuis.hooks",
    "pakhuis.migrating",
    "pakhuis.api",
    "pakhuis.ui",
    "pakhuis.config",
]

MIDDLEWARE = [
    "pakhuis.api.slashes.without_slash",
    "pakhuis.api.keys.limit_headers",
    "pakhuis.api.once.once",
    "pakhuis.api.told_errors.told_errors",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "pakhuis.config.policy.content_policy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "pakhuis.ui.language.user_language",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "pakhuis.config.busy.BusyMiddleware",
]

ROOT_URLCONF = "pakhuis.config.urls"
WSGI_APPLICATION = "pakhuis.config.wsgi.application"
APPEND_SLASH = False

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "pakhuis.ui.context.shell",
            ],
        },
    }
]


def _database() -> dict[str, Any]:
    config: dict[str, Any] = dict(env.dj_db_url("DATABASE_URL", f"sqlite:///{DATA_DIR / 'pakhuis.sqlite3'}"))
    if config["ENGINE"].endswith("sqlite3"):
        config["ENGINE"] = "pakhuis.config.sqlite3"
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 60,  # seconds a writer waits for its turn; sqlite lets nobody stand in line
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
                "PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY; PRAGMA wal_autocheckpoint=4000;"
            ),
        }
    else:
        connections = env.int("PAKHUIS_DATABASE_CONNECTIONS", 8)
        prepared = env.bool("PAKHUIS_DATABASE_PREPARED", True)
        config["CONN_MAX_AGE"] = 0
        config["OPTIONS"] = {
            # To start a second process takes longer than the few rows of a page do.
            "options": "-c max_parallel_workers_per_gather=0",
            # Statements are read and planned once for a connection, not each time: a third of its work.
            **({"server_side_binding": True, "prepare_threshold": 3} if prepared else {}),
            # What stands in the address, as ?sslmode=require, goes before.
            **config.get("OPTIONS", {}),
            "pool": {"min_size": 1, "max_size": connections, "timeout": 30},
        }
    return config


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "dashboard"
LOGOUT_REDIRECT_URL = "login"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.str("PAKHUIS_TIME_ZONE", "Europe/Amsterdam")

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
WHITENOISE_USE_FINDERS = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

IMPORT_FOLDER = DATA_DIR / "imports"
PICTURE_FOLDER = DATA_DIR / "pictures"
IMPORT_MAX_BYTES = env.int("PAKHUIS_IMPORT_MAX_BYTES", 50_000_000)
IMPORT_MAX_ROWS = env.int("PAKHUIS_IMPORT_MAX_ROWS", 1_000_000)
IMPORT_MAX_CELLS = env.int("PAKHUIS_IMPORT_MAX_CELLS", 30_000_000)
IMPORT_MAX_UNPACKED = env.int("PAKHUIS_IMPORT_MAX_UNPACKED", 2_000_000_000)
IMPORT_KEEP_DAYS = env.int("PAKHUIS_IMPORT_KEEP_DAYS", 90)
WEBSHOP_KEEP_DAYS = env.int("PAKHUIS_WEBSHOP_KEEP_DAYS", 90)

_mail = env.dj_email_url("PAKHUIS_MAIL_URL", "console:")
if "EMAIL_BACKEND" not in _mail:
    raise ImproperlyConfigured("PAKHUIS_MAIL_URL begins with submission://, smtp://, console: or dummy:")
EMAIL_BACKEND = _mail["EMAIL_BACKEND"]
EMAIL_HOST = _mail["EMAIL_HOST"]
EMAIL_PORT = _mail["EMAIL_PORT"]
EMAIL_HOST_USER = _mail["EMAIL_HOST_USER"]
EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS = _mail["EMAIL_USE_TLS"]
EMAIL_USE_SSL = _mail["EMAIL_USE_SSL"]
EMAIL_FILE_PATH = _mail["EMAIL_FILE_PATH"]
EMAIL_TIMEOUT = 20
MAIL_FROM = env.str("PAKHUIS_MAIL_FROM", "pakhuis@localhost")
VAT_REGISTER = env.str("PAKHUIS_VAT_REGISTER", "https://ec.europa.eu/taxation_customs/vies/rest-api")
VAT_REQUESTER = env.str("PAKHUIS_VAT_REQUESTER", "")

API_REQUESTS_PER_MINUTE = env.int("PAKHUIS_API_REQUESTS_PER_MINUTE", 500)

JOURNAL_FOLLOWERS = ["pakhuis.hooks.actions.note", "pakhuis.papers.actions.note"]
HOOK_DATA = "pakhuis.api.hook_data.data_of"

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        # Holds the counts of wrong passwords: so many that guessing other names does not push one out.
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
}

BEHIND_HTTPS = env.bool("PAKHUIS_HTTPS", False)
SESSION_COOKIE_SECURE = BEHIND_HTTPS
CSRF_COOKIE_SECURE = BEHIND_HTTPS
SECURE_SSL_REDIRECT = BEHIND_HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_HTTPS else None
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
DATA_UPLOAD_MAX_MEMORY_SIZE = env.int("PAKHUIS_MAX_BODY", 5 * 1024 * 1024)
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "stream": sys.stderr}},
    "root": {"handlers": ["stderr"], "level": env.str("PAKHUIS_LOG_LEVEL", "INFO")},
    "loggers": {"httpx": {"level": "WARNING"}, "httpcore": {"level": "WARNING"}},
}
