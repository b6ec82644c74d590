"""The portal's settings, made fast for tests and shared by no two pytest workers."""

import os
from urllib.parse import urlsplit

from portal.settings import *  # noqa: F403
from portal.settings import CACHES, DATABASES, VAR


def redis_database(address: str, number: int) -> str:
    """The same Redis, another of its databases."""
    if address.startswith("unix:"):
        return address.replace("db=0", f"db={number}")
    return urlsplit(address)._replace(path=f"/{number}").geturl()


PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
KEPT_IMPORTS, KEPT_DOCUMENTS = VAR / "kept-by-tests", VAR / "documents-of-tests"
CLAMAV_URL = None
PUSH_KEY = ""
HOLDOUT_PERCENT = 0  # a test of who is held back says so itself
TEXT_PROVIDER = ""  # a test that sends texts runs a provider of its own
SEAL_KEY, SEALS = VAR / "seal-key-of-tests", VAR / "seals-of-tests"
SEALS_BUCKET = None
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
# A test that dates things puts its own curves in use: no other test is to find them there.
ESTIMATES_LOOKED_FOR_EVERY = None
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True

# A test may empty the cache, so each worker has one of the sixteen to itself.
_worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw-1").removeprefix("gw"))
CACHES["default"]["LOCATION"] = redis_database(CACHES["default"]["LOCATION"], 3 + _worker)
# A power cut may take the tests' rows, so a commit does not wait for the disk.
DATABASES["default"]["OPTIONS"]["options"] = "-c synchronous_commit=off"
