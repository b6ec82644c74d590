"""`manage.py run`: says what is wrong before it starts, and leaves nothing when it stops."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import psutil
import pytest
from django.db import connection

from portal.embedded.folder import CannotStart
from portal.management.commands import run
from portal.processes import Child, Processes

ROOT = Path(__file__).parents[2]
STOP = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
OWN = {
    "DJANGO_SETTINGS_MODULE": "portal.settings",
    "PORTAL_SECRET_KEY": "k" * 60,
    "DATABASE_URL": "",
    "REDIS_URL": "",
}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Portal:
    """A running `manage.py run` with a folder of its own, and what it has said."""

    def __init__(self, var: Path, port: int, **environment: str) -> None:
        self.port = port
        self.said = ""
        own = {
            "PORTAL_VAR": str(var),
            "PORT": str(port),
            "WORKERS": "1",
        }
        self.process = subprocess.Popen(
            (sys.executable, "manage.py", "run"),
            cwd=ROOT,
            env=os.environ | OWN | own | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def until(self, words: str) -> str:
        """Read its lines until one holds the words, and return that line."""
        assert self.process.stdout
        for line in self.process.stdout:
            self.said += line
            if words in line:
                return line
        raise AssertionError(f"It never said “{words}” but:\n{self.said}")

    def family(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def end(self, number: int = signal.SIGINT) -> int:
        self.process.send_signal(number)
        return self.code()

    def code(self) -> int:
        """Wait for its end and return the exit code."""
        self.said += self.process.communicate(timeout=60)[0]
        return self.process.returncode


@pytest.fixture(scope="module")
def var(django_db_setup: None) -> Iterator[Path]:
    """The folder of a portal that has run before and is behind by one migration.

    The tests' own database was made by all of them, from nothing; to apply them once more would
    take half a minute. Not pytest's own folder: every start of pytest closes that to PostgreSQL's
    user again.
    """
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            (sys.executable, "-c", RESTORE),
            cwd=ROOT,
            env=os.environ | OWN | {"PORTAL_VAR": folder, "DUMP_OF": json.dumps(whereabouts())},
            check=True,
        )
        yield Path(folder)


def whereabouts() -> dict[str, str]:
    """How PostgreSQL's programs find the tests' database."""
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER"}
    names |= {"PGDATABASE": "NAME", "PGPASSWORD": "PASSWORD"}
    return {name: str(connection.settings_dict[key]) for name, key in names.items()}


#: The migration that is left to do is of the record of who is signed in: no other builds on it.
RESTORE = """
import json, os, subprocess, django
django.setup()
from django.db import connection
from portal import embedded
from portal.embedded import postgres
embedded.start()
programs = postgres._binaries()
dump = subprocess.run(
    [programs / "pg_dump", "--no-owner"],
    env=os.environ | json.loads(os.environ["DUMP_OF"]), stdout=subprocess.PIPE, check=True,
).stdout
here = connection.settings_dict
subprocess.run(
    [programs / "psql", "-qX", "-v", "ON_ERROR_STOP=1", "-h", here["HOST"], "-U", here["USER"]],
    env=os.environ | {"PGDATABASE": here["NAME"]},
    input=dump, stdout=subprocess.DEVNULL, check=True,
)
with connection.cursor() as cursor:
    cursor.execute("DROP TABLE usersessions_usersession")
    cursor.execute("DELETE FROM django_migrations WHERE app = 'usersessions'")
"""


@pytest.fixture
def portal(var: Path) -> Iterator[Portal]:
    running = Portal(var, free_port(), PORTAL_DEMO="false")
    yield running
    if running.process.poll() is None:
        running.end()


def health(port: int) -> int:
    web = HTTPConnection("127.0.0.1", port, timeout=10)
    web.request("GET", "/health/", headers={"Host": "localhost"})
    status = web.getresponse().status
    web.close()
    return status


def gone(processes: list[psutil.Process]) -> bool:
    _ended, alive = psutil.wait_procs(processes, timeout=5)
    return not alive


def servers_of(var: Path) -> list[psutil.Process]:
    return [
        process
        for process in psutil.process_iter(["cmdline"])
        if str(var) in " ".join(process.info["cmdline"] or ())
    ]


@pytest.mark.django_db
def test_it_lets_no_other_run_minds_its_children_and_stops_everything_it_started(
    portal, var
) -> None:
    portal.until("Ready at")
    assert "Database brought up to date" in portal.said
    assert health(portal.port) == 200
    second = Portal(var, free_port())
    second.until("already runs from this folder")
    assert second.code() == 1
    beat = next(child for child in portal.family() if "beat" in child.cmdline())
    beat.kill()
    portal.until("beat ended with code -9; starting it again")
    family, servers = portal.family(), servers_of(var)
    assert len(family) >= 3
    assert servers
    assert portal.end(signal.SIGINT) == 0, portal.said
    assert "Nothing is left running" in portal.said
    assert gone(family)
    assert gone(servers)


@pytest.mark.django_db
def test_a_second_start_is_quick_and_its_children_end_when_it_is_killed(portal, var) -> None:
    started = time.monotonic()
    portal.until("Ready at")
    assert time.monotonic() - started < 30
    assert "Database brought up to date" not in portal.said
    family = portal.family()
    portal.process.kill()
    portal.process.communicate()
    _ended, alive = psutil.wait_procs(family, timeout=20)
    assert alive == []
    servers = servers_of(var)
    for server in servers:
        server.terminate()
    assert gone(servers)


def test_a_taken_port_is_said_before_anything_starts(tmp_path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        refused = Portal(tmp_path, port)
        line = refused.until("is taken")
        assert refused.code() == 1
    assert f"Port {port} is taken by another program" in line
    assert re.search(r"make run PORT=\d+", line)
    assert not (tmp_path / "postgres").exists()


@pytest.fixture
def _signals() -> Iterator[None]:
    """Put back who heard them before."""
    before = {number: signal.getsignal(number) for number in STOP}
    yield
    for number, heard in before.items():
        signal.signal(number, heard)


@pytest.mark.usefixtures("_signals")
@pytest.mark.parametrize("number", STOP)
def test_whoever_says_stop_stops_the_children(number: signal.Signals) -> None:
    child = Child("clock", ["sleep", "60"])
    processes = Processes([child])
    processes.take_signals()
    processes.start()
    signal.raise_signal(number)
    processes.keep()
    processes.stop()
    assert child.process
    assert child.process.poll() == -signal.SIGTERM
    assert child.has_said_all(0)


def test_a_service_that_does_not_come_back_at_once_is_asked_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    answers = iter([CannotStart("busy"), ["postgres"], CannotStart("busy"), CannotStart("busy")])

    def mend() -> list[str]:
        answer = next(answers)
        if isinstance(answer, CannotStart):
            raise answer
        return answer

    monkeypatch.setattr(run.embedded, "mend", mend)
    monkeypatch.setattr(run.settings, "VAR", tmp_path)
    tend = run.Tending(tries=2)
    tend()
    tend()
    assert "postgres had ended; it runs again." in capsys.readouterr().out
    tend()
    with pytest.raises(CannotStart):
        tend()
