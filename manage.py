#!/usr/bin/env python
"""Django's command line, which starts the embedded services that a command needs."""

import os
import sys

# These look at code only, so they need neither database nor Redis.
WITHOUT_SERVICES = {"check", "collectstatic", "compilemessages", "diffsettings", "help", "run",
                    "makemessages", "version", "--help", "--version"}  # fmt: skip


def start_services() -> None:
    from django.conf import settings

    from portal import catalogues, embedded

    try:
        catalogues.compile_changed(settings.LOCALE_PATHS[0])
        embedded.start()
    except (embedded.CannotStart, catalogues.Unreadable) as problem:
        sys.exit(str(problem))


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    from django.core.management import execute_from_command_line

    if len(sys.argv) > 1 and sys.argv[1] not in WITHOUT_SERVICES:
        start_services()
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
