"""The portal's settings, made fast for tests and shared by no two pytest workers."""

import os

from portal.settings import *  # noqa: F403
from portal.settings import CACHES, DATABASES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True

_worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
CACHES["default"]["KEY_PREFIX"] = f"test-{_worker}"
# A power cut may take the tests' rows, so a commit does not wait for the disk.
DATABASES["default"]["OPTIONS"]["options"] = "-c synchronous_commit=off"
