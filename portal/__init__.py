"""The shell: settings, URLs, embedded services, commands. Imports every app, imported by none."""

from portal.celery import app as celery_app

__all__ = ["celery_app"]
