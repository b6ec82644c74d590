"""PostgreSQL and Redis of our own: started once, shared, and stopped by the last who leaves."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from portal import embedded
from portal.embedded import postgres, redis
from portal.embedded.folder import CannotStart, answers, make_private, socket_folder

ROOT = Path(__file__).parents[2]

USE = """
import os, sys, django
django.setup()
from portal import embedded
embedded.start()
from django.db import connection
from django.core.cache import cache
with connection.cursor() as cursor:
    cursor.execute("SELECT pg_postmaster_start_time()::text")
    print(cursor.fetchone()[0], flush=True)
cache.set("a", 1)
sys.stdin.readline()
"""


def program(var: Path) -> "subprocess.Popen[str]":
    """A process that uses both services of that folder until it gets a line."""
    environment = {
        **os.environ,
        "PORTAL_VAR": str(var),
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "DATABASE_URL": "",
        "REDIS_URL": "",
    }
    return subprocess.Popen(
        (sys.executable, "-c", USE),
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def finish(process: "subprocess.Popen[str]") -> None:
    process.communicate("\n", timeout=60)
    assert process.returncode == 0


def servers(var: Path) -> list[psutil.Process]:
    """Running PostgreSQL and Redis servers whose command line names the folder's hash or path."""
    places = {str(var), str(socket_folder(var, "postgres", "s" * 12)), str(redis.path(var))}
    return [
        process
        for process in psutil.process_iter(["name", "cmdline"])
        if process.info["name"] in {"postgres", "redis-server"}
        and any(place in " ".join(process.info["cmdline"] or ()) for place in places)
    ]


def eventually(condition: Callable[[], bool], seconds: float = 10) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return False


@pytest.fixture(scope="module")
def var() -> Iterator[Path]:
    """A folder so deep that no socket fits into it."""
    with tempfile.TemporaryDirectory() as folder:
        deep = Path(folder) / ("deep" * 20) / "down"
        deep.mkdir(parents=True)
        yield deep


def both_answer(var: Path) -> tuple[bool, bool]:
    place = socket_folder(var, "postgres", postgres.SOCKET) / postgres.SOCKET
    return answers(place), answers(redis.path(var))


def test_three_that_start_at_once_share_one_pair_and_the_last_stops_it(var) -> None:
    three = [program(var) for _ in range(3)]
    started_at = {process.stdout.readline() for process in three if process.stdout}
    assert len(started_at) == 1
    first, second, third = three
    finish(first)
    finish(second)
    assert both_answer(var) == (True, True)
    finish(third)
    assert both_answer(var) == (False, False)
    assert eventually(lambda: servers(var) == [])


def test_what_a_killed_process_left_running_is_used_and_then_stopped(var) -> None:
    killed = program(var)
    assert killed.stdout
    started_at = killed.stdout.readline()
    killed.kill()
    killed.communicate()
    assert both_answer(var) == (True, True)
    heir = program(var)
    assert heir.stdout
    assert heir.stdout.readline() == started_at
    finish(heir)
    assert both_answer(var) == (False, False)


def test_a_dead_servers_lock_with_a_living_stranger_in_it_is_no_obstacle(var) -> None:
    (var / "postgres" / "postmaster.pid").write_text(f"{os.getpid()}\n{var}/postgres\n")
    one = program(var)
    assert one.stdout
    assert one.stdout.readline()
    finish(one)


def test_a_folder_that_holds_something_else_is_not_touched(tmp_path) -> None:
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "letters.txt").write_text("Dear Maya")
    with pytest.raises(CannotStart, match="Move it away"):
        postgres.start(tmp_path)
    assert (tmp_path / "postgres" / "letters.txt").exists()


def test_a_link_somebody_put_in_the_sockets_place_is_refused(tmp_path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "redis").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(CannotStart, match="is a link"):
        make_private(tmp_path / "redis", os.geteuid(), os.getegid())


@pytest.mark.parametrize("service", ["postgres", "redis"])
def test_a_service_that_was_killed_is_started_again(tmp_path: Path, service: str) -> None:
    module = embedded.SERVICES[service]
    module.start(tmp_path)
    try:
        assert embedded._mend(tmp_path, frozenset({service})) == []
        for server in servers(tmp_path):
            server.kill()
            server.wait(10)
        assert embedded._mend(tmp_path, frozenset({service})) == [service]
        assert module.lives(tmp_path)
    finally:
        module.stop(tmp_path)


def test_letting_go_of_a_folder_that_is_gone_is_quiet(tmp_path, settings, monkeypatch) -> None:
    settings.VAR = tmp_path / "var"
    settings.VAR.mkdir()
    lease = os.open(settings.VAR / "leases", os.O_RDWR | os.O_CREAT)
    monkeypatch.setattr(embedded, "_lease", lease)
    monkeypatch.setattr(embedded, "_lease_owner", os.getpid())
    shutil.rmtree(settings.VAR)
    embedded.stop()
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(lease)
