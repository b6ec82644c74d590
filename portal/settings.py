"""All settings, from the environment. ``environment.py`` says what each variable means."""

import datetime as dt
import secrets
import sys
from base64 import urlsafe_b64encode
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from portal import environment, logs
from portal.embedded import postgres, redis

BASE_DIR = Path(__file__).resolve().parent.parent

try:
    env = environment.read()
except environment.WrongValue as wrong:
    print(wrong, file=sys.stderr)  # noqa: T201 - logging needs these settings
    sys.exit(2)

# What we are, and where

VAR = Path(env["PORTAL_VAR"] or BASE_DIR / "var").absolute()
DEBUG = env["PORTAL_DEBUG"]
PORTAL_DEMO = not env["PORTAL_SECRET_KEY"] if env["PORTAL_DEMO"] is None else env["PORTAL_DEMO"]
PORTAL_NOW: dt.datetime | None = env["PORTAL_NOW"]
PORTAL_PHONE, PORTAL_HOURS = env["PORTAL_PHONE"], env["PORTAL_HOURS"]
PORTAL_CLOSED: frozenset[dt.date] = env["PORTAL_CLOSED"] or frozenset()
PORTAL_DATE_SHARES: dict[str, int] = env["PORTAL_DATE_SHARES"] or {}
PORTAL_ADDRESS = env["PORTAL_ADDRESS"] or f"http://localhost:{env['PORT']}"
PORTAL_LOGS = env["PORTAL_LOGS"] or ("lines" if PORTAL_DEMO else "json")
LOGGING = logs.configuration(PORTAL_LOGS)
LISTEN, PORT, WORKERS = env["LISTEN"], env["PORT"], env["WORKERS"]


def demo_secret() -> str:
    """The key of this checkout's demo: made once, so that a restart signs nobody out."""
    kept = VAR / "secret_key"
    try:
        if not kept.exists():
            VAR.mkdir(parents=True, exist_ok=True)
            kept.touch(mode=0o600)
            kept.write_text(secrets.token_urlsafe(64))
        return kept.read_text()
    except PermissionError:
        sys.exit(f"{VAR} belongs to another user. Run as that user, or set PORTAL_VAR.")


if not env["PORTAL_SECRET_KEY"] and not PORTAL_DEMO:
    print("PORTAL_SECRET_KEY is missing; outside the demo it must be set.", file=sys.stderr)  # noqa: T201
    sys.exit(2)
SECRET_KEY = env["PORTAL_SECRET_KEY"] or demo_secret()

_host = urlsplit(PORTAL_ADDRESS).hostname or "localhost"
_here = ["localhost", "127.0.0.1", "[::1]"] if PORTAL_DEMO else []
ALLOWED_HOSTS = env["PORTAL_ALLOWED_HOSTS"] or list(dict.fromkeys([_host, *_here]))

# Code

INSTALLED_APPS = [
    "portal",
    "outreach",
    "claims",
    "accounts",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "template_partials",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.middleware.cheap_gzip",
    "portal.middleware.private_pages",
    "portal.middleware.lost_sessions",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.own_request",
    "portal.middleware.not_too_much",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "portal.middleware.current_estimates",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

LOADERS = [
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [("template_partials.loader.Loader", [("portal.quick.Loader", LOADERS)])],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# Facts: PostgreSQL. One connection a web process, kept; measured best with one thread each.

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        **(env["DATABASE_URL"] or postgres.address(VAR)),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": False,
    }
}
DATABASES["default"].setdefault("OPTIONS", {})
DATABASES["default"]["OPTIONS"] |= {"server_side_binding": True, "prepare_threshold": 3}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Redis: the cache, the fast half of sessions, and Celery's messages

REDIS_URL = env["REDIS_URL"] or redis.cache_address(VAR)
CELERY_BROKER_URL = env["CELERY_BROKER_URL"] or env["REDIS_URL"] or redis.broker_address(VAR)
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
}

EMBEDDED = frozenset(
    service
    for service, url in (("postgres", env["DATABASE_URL"]), ("redis", env["REDIS_URL"]))
    if not url
)
"""Which services are ours to start; see portal.embedded."""

# Who signs in, and for how long

AUTH_USER_MODEL = "accounts.User"
# A constraint on lower(email) makes e-mails unique, which this check does not see.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
AUTHENTICATION_BACKENDS = ["accounts.backend.MemberBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "signup": "accounts.forms.sign_up.SignUpForm",
    "change_password": "accounts.forms.password.ChangePasswordForm",
    "set_password": "accounts.forms.password.SetPasswordForm",
    "reset_password_from_key": "accounts.forms.password.ResetPasswordKeyForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "accounts.adapter.shown_name"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = PORTAL_ADDRESS.partition(":")[0]
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = False  # the cookie ends with the browser: computers are shared
ACCOUNT_RATE_LIMITS = {
    "login_failed": "10/m/ip,5/15m/key",
    "sign_up_number": "5/h/key",
    "invite": "10/d/key",
    "phone_code": "5/h/key",
    "phone_try": "25/h/key",
    "call_book": "6/m/user",
    "call_move": "6/m/user",
    "call_cancel": "6/m/user",
}
MFA_ADAPTER = "accounts.adapter.MFAAdapter"
MFA_FORMS = {
    "add_webauthn": "accounts.forms.passkey.AddPasskeyForm",
    "edit_webauthn": "accounts.forms.passkey.RenamePasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "Porchlight"
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = PORTAL_DEMO and not PORTAL_ADDRESS.startswith("https://")
ALLAUTH_TRUSTED_PROXY_COUNT = env["PORTAL_PROXIES"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]

SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_COOKIE_AGE = env["PORTAL_SESSION_MINUTES"] * 60
SESSION_LONGEST = 12 * 60 * 60
"""Seconds after which a session ends however busy it was."""
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"

# What browsers may do with our pages

_https = PORTAL_ADDRESS.startswith("https://")
SECURE_SSL_REDIRECT = _https
SESSION_COOKIE_SECURE = _https
CSRF_COOKIE_SECURE = _https
CSRF_COOKIE_HTTPONLY = True
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if _https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _https
SECURE_HSTS_PRELOAD = _https
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if env["PORTAL_PROXIES"]:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "report-uri": "/csp-report/",
    }
}

# Words and time

LANGUAGE_CODE = "en-us"
LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# How often a process asks whether there is a newer table of how long things take.
ESTIMATES_LOOKED_FOR_EVERY = dt.timedelta(minutes=1)

# Files

STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = DEBUG

KEPT_IMPORTS = VAR / "imports"
IMPORTS_KEPT_DAYS = env["PORTAL_IMPORTS_DAYS"]

KEPT_DOCUMENTS = Path(env["PORTAL_DOCUMENTS"]) if env["PORTAL_DOCUMENTS"] else VAR / "documents"
HOLDOUT_PERCENT = env["PORTAL_HOLDOUT"]
LARGEST_DOCUMENT = env["PORTAL_DOCUMENT_MB"] * 1_000_000
"""Bytes of one document that a member sends us."""
CLAMAV_URL: str | None = env["CLAMAV_URL"]
FILE_UPLOAD_HANDLERS = ["claims.documents.handler.DocumentHandler"]
MOST_DOCUMENTS_AT_ONCE = 10
"""In one form, which may have as many bytes as that many of the largest."""
# More than those are said one by one; what nobody means to send is refused as a whole.
DATA_UPLOAD_MAX_NUMBER_FILES = 200

# Who takes payments: claims/payments

PAYMENTS: dict[str, str] | None = env["PORTAL_PAYMENTS"]
PAYMENT_PROVIDER = "portal.demo.checkout.Checkout" if PORTAL_DEMO else ""
if PAYMENTS and not env["PORTAL_PAYMENTS_SECRET"]:
    print("PORTAL_PAYMENTS_SECRET is missing; PORTAL_PAYMENTS needs it.", file=sys.stderr)  # noqa: T201
    sys.exit(2)
if PAYMENTS:
    PAYMENTS["secret"] = env["PORTAL_PAYMENTS_SECRET"]
    PAYMENT_PROVIDER = "claims.payments.stripe.Stripe"

# What systems push that is no file of records: who reads it, by the name of the system

PUSHED = dict.fromkeys(("phone", "twilio", "contact_lens"), "outreach.phone_events.read")

# Who drafts summaries of calls: outreach/drafting

_drafts = PORTAL_DEMO if env["PORTAL_DRAFTS"] is None else env["PORTAL_DRAFTS"]
DRAFTER = "outreach.drafting.extract.draft" if _drafts else ""

# Proof of the consent record: docs/consent.md

SEAL_KEY = Path(env["PORTAL_SEAL_KEY"]) if env["PORTAL_SEAL_KEY"] else VAR / "seal-key"
SEAL_KEY_IS_OURS = not env["PORTAL_SEAL_KEY"]
"""Whether we make the key where there is none; one that somebody named must be there."""
SEALS = Path(env["PORTAL_SEALS"]) if env["PORTAL_SEALS"] else VAR / "seals"
SEALS_BUCKET: str | None = env["PORTAL_SEALS_BUCKET"]

# Mail

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR / "mail"
EMAIL_TIMEOUT = 30  # seconds
DEFAULT_FROM_EMAIL = env["PORTAL_MAIL_FROM"]
SERVER_EMAIL = DEFAULT_FROM_EMAIL
if env["EMAIL_URL"]:
    globals().update(env["EMAIL_URL"])
# What `get_connection` takes for the server that stands in when the first is away.
SECOND_EMAIL: dict[str, Any] | None = None
if env["PORTAL_SECOND_EMAIL_URL"]:
    _second = env["PORTAL_SECOND_EMAIL_URL"]
    SECOND_EMAIL = {
        "backend": _second["EMAIL_BACKEND"],
        "host": _second["EMAIL_HOST"],
        "port": _second["EMAIL_PORT"],
        "username": _second["EMAIL_HOST_USER"],
        "password": _second["EMAIL_HOST_PASSWORD"],
        "use_tls": _second.get("EMAIL_USE_TLS", False),
        "use_ssl": _second.get("EMAIL_USE_SSL", False),
        "timeout": EMAIL_TIMEOUT,
    }

# What `/hooks/messages/mail/` must be signed with; without it nobody may tell us there.
MAIL_SECRET: str = env["PORTAL_MAIL_SECRET"] or ""

# Who sends texts, in outreach/channels/sms.py

TEXTS: list[dict[str, str]] = env["PORTAL_TEXTS"] or []
TEXT_PROVIDER = "portal.demo.texts.Texts" if PORTAL_DEMO and not TEXTS else ""

# Notifications on devices, in outreach/channels/push.py

PUSH_KEY: str = env["PORTAL_PUSH_KEY"] or ""
if PORTAL_DEMO and not PUSH_KEY:
    PUSH_KEY = urlsafe_b64encode(sha256(f"push {SECRET_KEY}".encode()).digest()).decode()
# A browser names the address that we send to, so only those of the known services count.
PUSH_SERVICES = (
    "fcm.googleapis.com",
    "updates.push.services.mozilla.com",
    "web.push.apple.com",
    ".push.apple.com",
    ".notify.windows.com",
)
