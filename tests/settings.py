"""The portal's settings, made fast for tests and shared by no two pytest workers."""

from urllib.parse import urlsplit

from portal.settings import *  # noqa: F403
from portal.settings import VAR


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
