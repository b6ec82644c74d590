"""PostgreSQL and Redis of our own, for whoever gives us none.

Everything that uses them holds a *lease*: a shared lock on a file, which the kernel drops when the
process ends, however it ends. Whoever lets go last stops both. So any number of processes of one
checkout may start at once, share one pair, and leave nothing running.
"""

import atexit
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from portal.embedded import postgres, redis
from portal.embedded.folder import CannotStart

__all__ = ["CannotStart", "mend", "start", "stop"]

SERVICES: dict[str, Any] = {"postgres": postgres, "redis": redis}

_lease: int | None = None
_lease_owner: int | None = None


def start() -> None:
    """Make the embedded services that the settings ask for answer, and hold them until exit.

    Does nothing where the environment names real ones. Safe to call often and from many processes.
    """
    from django.conf import settings

    wanted = settings.EMBEDDED
    if not wanted or _lease_owner == os.getpid():
        return
    _start(settings.VAR, wanted)
    atexit.register(stop)


def _start(var: Path, wanted: frozenset[str]) -> None:
    global _lease, _lease_owner  # noqa: PLW0603 - one lease a process is the point
    var.mkdir(parents=True, exist_ok=True)
    with _one_at_a_time(var):
        _lease = os.open(var / "leases", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(_lease, fcntl.LOCK_SH)
        _lease_owner = os.getpid()
        if "postgres" in wanted:
            postgres.start(var)
        if "redis" in wanted:
            redis.start(var)


def mend() -> list[str]:
    """Start again what died under us, and say which; a holder of the lease calls it now and then.

    Committed work is safe: PostgreSQL recovers it from its log, and Redis holds none.
    """
    from django.conf import settings

    return _mend(settings.VAR, settings.EMBEDDED)


def _mend(var: Path, wanted: frozenset[str]) -> list[str]:
    if not var.exists():
        raise CannotStart(f"{var} is gone, and all that was kept in it.")
    dead = [name for name in sorted(wanted) if not SERVICES[name].lives(var)]
    if dead:
        with _one_at_a_time(var):
            for name in dead:
                SERVICES[name].start(var)
    return dead


def stop() -> None:
    """Let go; the last one out stops the services. A forked child leaves this to its parent.

    PostgreSQL ends by itself when somebody deleted its folder, so nobody waits for it then.
    """
    global _lease, _lease_owner  # noqa: PLW0603
    if _lease is None or _lease_owner != os.getpid():
        return
    from django.conf import settings

    if not settings.VAR.exists():
        os.close(_lease)
        _lease = _lease_owner = None
        redis.stop(settings.VAR)  # its socket may lie elsewhere
        return
    with _one_at_a_time(settings.VAR):
        os.close(_lease)
        _lease = _lease_owner = None
        if _nobody_else(settings.VAR):
            redis.stop(settings.VAR)
            postgres.stop(settings.VAR)


def _nobody_else(var: Path) -> bool:
    with (var / "leases").open("a+") as leases:
        try:
            fcntl.flock(leases, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


@contextmanager
def _one_at_a_time(var: Path) -> Iterator[None]:
    with (var / "starting").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
