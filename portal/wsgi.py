"""The web server's entry."""

import gc
import os

from django.core.wsgi import get_wsgi_application

from portal import embedded

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
embedded.start()
application = get_wsgi_application()
# A request makes thousands of values that die with it, and few cycles: looking for these every 700
# values, through all that was imported, took a quarter of a page's time (docs/performance.md).
gc.freeze()
gc.set_threshold(50_000, 20, 100)
