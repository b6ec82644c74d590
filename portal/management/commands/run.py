"""Everything at once: services, database, demo, then web server, worker and timetable."""

import fcntl
import hashlib
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import BaseCommand, CommandError, call_command
from django.db import DatabaseError, ProgrammingError, connection
from django.db.migrations.executor import MigrationExecutor
from psycopg.errors import InsufficientPrivilege

from portal import catalogues, embedded
from portal.demo.load import is_loaded
from portal.demo.people import table
from portal.embedded.folder import CannotStart
from portal.processes import Child, GaveUp, Processes, say

ACCESS_LINE = "%(method)s %(path)s %(status)d %(dt_ms)d ms"
"""No query: it holds what a member searched for."""


class Command(BaseCommand):
    help = "Start everything and stop everything with Ctrl-C."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        with only_one(settings.VAR):
            refuse_taken_port(settings.LISTEN, settings.PORT)
            processes = Processes(children())
            signal.signal(signal.SIGTERM, signal.default_int_handler)
            try:
                prepare()
                connection.close()
                serve(processes)
            except KeyboardInterrupt:
                say("run", "Stopping before everything was up.")
            except (CannotStart, GaveUp, catalogues.Unreadable) as problem:
                raise CommandError(str(problem)) from problem
            except DatabaseError as problem:
                raise CommandError(f"The database does not work: {problem}") from problem
            finally:
                processes.take_signals()  # a second Ctrl-C must not cut the stopping short
                processes.stop()
                connection.close()
                embedded.stop()
            say("run", "Stopped. Nothing is left running.")


@contextmanager
def only_one(var: Path) -> Iterator[None]:
    """Refuse to run twice in one folder, in words."""
    var.mkdir(parents=True, exist_ok=True)
    with (var / "run.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise CommandError(
                f"The portal already runs from this folder, {lock.read().strip()}. "
                "Stop it there with Ctrl-C first."
            ) from None
        lock.truncate(0)
        lock.write(f"at {settings.PORTAL_ADDRESS} (process {os.getpid()})")
        lock.flush()
        yield


def refuse_taken_port(host: str, port: int) -> None:
    if is_free(host, port):
        return
    other = next((p for p in range(port + 1, port + 50) if p < 65536 and is_free(host, p)), None)
    advice = f" Choose another one: make run PORT={other}" if other else ""
    raise CommandError(f"Port {port} is taken by another program.{advice}")


def is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            raise CommandError(
                f"Port {port} needs more rights than this user has. Choose one from 1024 up."
            ) from None
        except OSError:
            return False
        return True


def prepare() -> None:
    """Bring everything to where the processes need it. Quick when nothing changed."""
    for title, step in STEPS:
        started = time.monotonic()
        if step():
            say("run", f"{title} ({time.monotonic() - started:.1f} s)")


def start_services() -> bool:
    embedded.start()
    return bool(settings.EMBEDDED)


def compile_catalogues() -> bool:
    return bool(catalogues.compile_changed(settings.LOCALE_PATHS[0]))


def migrate() -> bool:
    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return False
    try:
        call_command("migrate", interactive=False, verbosity=0)
    except ProgrammingError as problem:
        if not isinstance(problem.__cause__, InsufficientPrivilege):
            raise
        raise CommandError(
            "The database is behind this release, and the portal's own role may not change it. "
            "As its owner: manage.py migrate, then manage.py database_role. See deploy/README.md."
        ) from problem
    return True


def fill_demo() -> bool:
    """Make the demo's people once and keep their sources fresh; what was done since stays."""
    if not settings.PORTAL_DEMO:
        return False
    is_new = not is_loaded()
    call_command("demo", verbosity=0)
    return is_new


def collect_static() -> bool:
    """Gather static files when one changed since the last time."""
    files = sorted(
        (path, storage.path(path)) for finder in get_finders() for path, storage in finder.list([])
    )
    digest = hashlib.sha256()
    for path, place in files:
        found = Path(place).stat()
        digest.update(f"{path} {found.st_size} {found.st_mtime_ns}\n".encode())
    stamp = settings.VAR / "static.sha256"
    if stamp.exists() and stamp.read_text() == digest.hexdigest():
        return False
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(digest.hexdigest())
    return True


STEPS: tuple[tuple[str, Callable[[], bool]], ...] = (
    ("PostgreSQL and Redis are up", start_services),
    ("Translations compiled", compile_catalogues),
    ("Database brought up to date", migrate),
    ("Demo people made", fill_demo),
    ("Static files gathered", collect_static),
)


def children() -> list[Child]:
    """The web server, the worker and the timetable, as measured best in docs/performance.md."""
    python = [sys.executable, "-m"]
    workers = settings.WORKERS or os.cpu_count() or 1
    in_lines = settings.PORTAL_LOGS == "lines"
    access = ["--access-log", "--access-log-fmt", ACCESS_LINE] if in_lines else ["--no-access-log"]
    web = [
        *("granian", "--interface", "wsgi", "portal.wsgi:application"),
        *("--host", settings.LISTEN, "--port", str(settings.PORT)),
        *("--workers", str(workers), "--blocking-threads", "1", "--no-ws"),
        *("--workers-kill-timeout", "4", "--log-level", "warning", *access),
    ]
    celery = ["celery", "--app", "portal", "--quiet"]
    worker = [
        *(*celery, "worker", "--loglevel", "INFO", "--concurrency", "2"),
        *("--without-gossip", "--without-mingle", "--without-heartbeat"),
    ]
    beat = [
        *(*celery, "beat", "--loglevel", "WARNING", "--pidfile", ""),
        *("--schedule", str(settings.VAR / "beat")),
    ]
    return [
        Child("web", [*python, *web]),
        Child("worker", [*python, *worker]),
        Child("beat", [*python, *beat]),
    ]


def serve(processes: Processes) -> None:
    processes.take_signals()
    processes.start()
    if processes.until(is_well, seconds=120):
        if settings.PORTAL_DEMO:
            for line in table(settings.PORTAL_ADDRESS).splitlines():
                say("run", line)
        say("run", f"Ready at {settings.PORTAL_ADDRESS}/  (Ctrl-C stops everything)")
    elif not processes.asked_to_stop.is_set():
        raise GaveUp("The web server did not answer within two minutes; the lines above say why.")
    processes.keep(Tending())


class Tending:
    """Brings back an embedded service that somebody killed: without it every page fails.

    PostgreSQL refuses to start until the last process of the dead server is gone, so it is asked
    several times.
    """

    def __init__(self, tries: int = 20) -> None:
        self.tries = self.left = tries

    def __call__(self) -> None:
        try:
            mended = embedded.mend()
        except CannotStart:
            self.left -= 1
            if not self.left or not settings.VAR.exists():
                raise
            return
        self.left = self.tries
        for name in mended:
            say("run", f"{name} had ended; it runs again.")


def is_well() -> bool:
    host = "127.0.0.1" if settings.LISTEN in {"0.0.0.0", ""} else settings.LISTEN  # noqa: S104
    web = HTTPConnection(host, settings.PORT, timeout=2)
    headers = {"Host": urlsplit(settings.PORTAL_ADDRESS).netloc, "X-Forwarded-Proto": "https"}
    try:
        web.request("GET", "/health/", headers=headers)
        return web.getresponse().status in {200, 301}
    except (OSError, HTTPException):
        return False
    finally:
        web.close()
