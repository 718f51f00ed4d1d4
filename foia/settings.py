"""Settings: what an operator decides comes from the environment; the defaults run on a laptop."""

import os
import sys
import warnings
from pathlib import Path
from typing import Any, NoReturn

import environ
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()


def _stop(name: str, expected: str) -> NoReturn:
    """End in one sentence; it does not repeat the value, which may hold a password."""
    sys.exit(f"The setting {name} cannot be used; expected {expected} (see the README).")


def _number(name: str, default: int, most: int) -> int:
    """Return a whole number from 1 to `most`, or the default."""
    told: str = env.str(name, default="")
    if not told:
        return default
    if not (told.isdecimal() and 1 <= int(told) <= most):
        _stop(name, f"a whole number from 1 to {most}")
    return int(told)


def _data_dir() -> Path:
    """Return the folder of everything that is kept, made if it is missing."""
    path = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var"))).resolve()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        _stop("DATA_DIR", f"a folder that can be used, and {path} cannot ({error.strerror})")
    return path


def _kept_secret(path: Path) -> str:
    """Return the secret key of this installation, made once and readable by its owner only."""
    try:
        if not path.exists() or not path.stat().st_size:  # empty: cut off while it was made
            draft = path.with_name(f"{path.name}.{os.getpid()}")
            draft.touch(mode=0o600)
            draft.write_text(get_random_secret_key())
            draft.replace(path)
        return path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeError) as error:
        _stop("SECRET_KEY", f"a key, or one that can be kept in {path} ({error})")


def _kept_identity_key(path: Path) -> Path:
    """Return the file of the identity keys, made once and readable by its owner only."""
    try:
        if not path.exists() or not path.stat().st_size:
            draft = path.with_name(f"{path.name}.{os.getpid()}")
            draft.touch(mode=0o600)
            draft.write_bytes(Fernet.generate_key() + b"\n")
            draft.replace(path)
        return path
    except OSError as error:
        _stop("IDENTITY_KEY", f"a key, or one that can be kept in {path} ({error.strerror})")


def _identity_keys() -> list[str]:
    """Return the identity keys that the environment gives, the one that seals first."""
    given: list[str] = env.list("IDENTITY_KEY", default=[])
    try:
        for key in given:
            Fernet(key)
    except ValueError:
        _stop("IDENTITY_KEY", "keys as `manage.py rotate_identity_key --new` prints, by commas")
    return given


def _database(default: str) -> dict[str, Any]:
    """Return the database that DATABASE_URL names."""
    try:
        with warnings.catch_warnings(action="ignore"):  # the sentence below says it better
            found: dict[str, Any] = env.db("DATABASE_URL", default=default)
    except (ValueError, ImproperlyConfigured):
        found = {}
    is_known = str(found.get("ENGINE")).endswith(("sqlite3", "postgresql"))
    if not (is_known and found.get("NAME")):
        _stop("DATABASE_URL", "postgres://user:password@host:port/name or sqlite:////path")
    return found


def _mail_service() -> dict[str, Any]:
    """Return Django's mail settings as EMAIL_URL names them."""
    try:
        found: dict[str, Any] = env.email_url("EMAIL_URL")
    except (ValueError, ImproperlyConfigured):
        found = {}
    if not found or ("smtp" in found["EMAIL_BACKEND"] and not found.get("EMAIL_HOST")):
        _stop("EMAIL_URL", "smtp+tls://user:password@host:587")
    return found


def _reply_domain(default: str) -> str:
    """Return the domain of the reply addresses; every letter carries one."""
    domain: str = env.str("REPLY_DOMAIN", default=default)
    if not (domain and domain.isascii() and not set("@ <>,\r\n") & set(domain)):
        _stop("REPLY_DOMAIN", "a plain domain name such as reply.example.org")
    return domain


DATA_DIR = _data_dir()

# --- The machine ---
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="") or _kept_secret(DATA_DIR / "secret_key")
# What seals addresses and identity details in the database, and lies outside of it.
IDENTITY_KEY = _identity_keys()
IDENTITY_KEY_FILE = DATA_DIR / "identity_key"
if not IDENTITY_KEY:
    _kept_identity_key(IDENTITY_KEY_FILE)
WEB_HOST = env.str("WEB_HOST", default="127.0.0.1")
WEB_PORT = _number("WEB_PORT", 8000, most=65_535)
SITE_URL = env.str("SITE_URL", default=f"http://{WEB_HOST}:{WEB_PORT}")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
# Behind a proxy that speaks TLS the site itself is asked by plain HTTP; forms come from here.
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[SITE_URL.rstrip("/")])
USE_TLS = SITE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = USE_TLS
SECURE_HSTS_SECONDS = 31_536_000 if USE_TLS else 0

# --- The record ---
DATABASES = {"default": _database(f"sqlite:///{DATA_DIR / 'open-shutter.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        # Writers wait for each other instead of failing half-way; a commit is on the disk
        # before a letter is handed over.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # The pages that every commit touches are copied home once in 32 MB, not once in 4.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
        "PRAGMA wal_autocheckpoint=8000;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # Compiling a query costs a page more than running it; and a page wants few rows, which an
    # index finds sooner than a walk through the table on any disk without moving parts.
    planned = "-c jit=off -c random_page_cost=1.1"
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", planned)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
BLOB_DIR = DATA_DIR / "blobs"
ARCHIVE_DIR = DATA_DIR / "archive"
TIMESTAMP_URL = env.str("TIMESTAMP_URL", default="")
if TIMESTAMP_URL and not TIMESTAMP_URL.startswith(("http://", "https://")):
    _stop("TIMESTAMP_URL", "the address of a time-stamp authority, such as https://tsa.example.org")

# --- The worker: with a broker Celery runs the rooms, without one a loop does ---
REDIS_URL = env.str("REDIS_URL", default="")
if REDIS_URL and not REDIS_URL.startswith(("redis://", "rediss://", "unix://")):
    _stop("REDIS_URL", "redis://host:6379/0")

# --- Mail out: the sandbox until an operator names a mail service ---
EMAIL_URL = env.str("EMAIL_URL", default="")
EMAIL_BACKEND = env.str("EMAIL_BACKEND", default="")
ANYMAIL = {
    name.removeprefix("ANYMAIL_"): value
    for name, value in env.ENVIRON.items()
    if name.startswith("ANYMAIL_")
}
IS_SANDBOX = not (EMAIL_URL or EMAIL_BACKEND)
SANDBOX_PORT = _number("SANDBOX_PORT", 8026, most=65_535)
if IS_SANDBOX:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = "127.0.0.1", SANDBOX_PORT
elif EMAIL_URL:
    vars().update(_mail_service())
EMAIL_TIMEOUT = 30
DEFAULT_FROM_EMAIL = env.str("FROM_EMAIL", default="Open Shutter <requests@openshutter.example>")

# --- Mail in ---
DOOR_HOST = env.str("DOOR_HOST", default="127.0.0.1")
DOOR_PORT = _number("DOOR_PORT", 8025, most=65_535)
DOOR_IS_LMTP = env.bool("DOOR_IS_LMTP", default=False)
REPLY_DOMAIN = _reply_domain("reply.openshutter.example")
# Mailboxes that are read, one after the other: imaps://user:password@host/INBOX, blanks between.
IMAP_URLS = env.str("IMAP_URL", default="").split()
if not all(url.startswith(("imaps://", "imap://", "imap+tls://")) for url in IMAP_URLS):
    _stop("IMAP_URL", "imaps://user:password@host/INBOX, several with blanks between")
# The provider (django-anymail's name for it) that hands mail in at /webhooks/<provider>/inbound/;
# without one, the provider that takes our mail out.
INBOUND_SERVICE = env.str("INBOUND_SERVICE", default="")
# The name with which the mail server before us signs what it found of a sender (RFC 8601).
TRUSTED_MAIL_HOST = env.str("TRUSTED_MAIL_HOST", default="")
MAX_MAIL_BYTES = _number("MAX_MAIL_BYTES", 64 * 1024 * 1024, most=1024 * 1024 * 1024)

# --- Files: a virus scanner where there is one (ClamAV's daemon) ---
CLAMD = env.str("CLAMD", default="")
if CLAMD and not (CLAMD.startswith("unix:/") or CLAMD.rpartition(":")[2].isdecimal()):
    _stop("CLAMD", "unix:/run/clamav/clamd.ctl or host:port")

# --- The application ---
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "anymail",
    "csp",
    "foia",
]
MIDDLEWARE = [
    "foia.web.headers.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "foia.web.languages.LocaleMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "foia.web.trouble.TroubleMiddleware",
]
ROOT_URLCONF = "foia.urls"
WSGI_APPLICATION = "foia.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "foia" / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "foia.web.site.site",
            ],
            "builtins": ["foia.web.tags"],
        },
    }
]
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "foia" / "web" / "static"]
WHITENOISE_USE_FINDERS = True

# --- Languages and time ---
LANGUAGE_CODE = "en"
# Of the screens; letters speak the language of their body.
LANGUAGES = [("en", "English"), ("es", "Español"), ("fr", "Français")]
LOCALE_PATHS = [BASE_DIR / "foia" / "locale"]
USE_TZ = True
TIME_ZONE = "UTC"

# --- Accounts ---
AUTH_USER_MODEL = "foia.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
ACCOUNT_ADAPTER = "foia.web.accounts.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "optional" if IS_SANDBOX else "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
MFA_ADAPTER = "foia.web.accounts.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {"add_webauthn": "foia.web.forms.passkeys.AddPasskeyForm"}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Open Shutter"
MFA_ALLOW_UNVERIFIED_EMAIL = IS_SANDBOX
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not USE_TLS
# So many proxies stand before the site and add to X-Forwarded-For; without it all visitors would
# share the limits on guessing of the proxy's own address.
ALLAUTH_TRUSTED_PROXY_COUNT = _number("TRUSTED_PROXIES", 0, most=9)
# Who approves the letters of a campaign shows a second factor first.
REQUIRE_SECOND_FACTOR = env.bool("REQUIRE_SECOND_FACTOR", default=not IS_SANDBOX)
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "front"
# Rate limits must count over all processes, so they live in the record, not in one process.
CACHES = {
    "default": (
        {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": REDIS_URL,
        }
        if REDIS_URL
        else {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "foia_cache",
        }
    )
}

# --- The browser: nothing from anybody else's server ---
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 300  # pages of one letter, brought in at once

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
