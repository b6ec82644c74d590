"""A real clamd with one signature of our own, for tests; it listens on a Unix socket."""

import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

CLAMD = shutil.which("clamd", path="/usr/sbin:/usr/bin:/usr/local/sbin:/opt/homebrew/sbin")
VIRUS = b"PORCHLIGHT-TEST-VIRUS"
PATIENCE = 20  # seconds


@pytest.fixture(scope="session")
def clamd() -> Iterator[str]:
    """The address of a clamd that finds `VIRUS`."""
    if CLAMD is None:
        pytest.skip("clamd is not installed (Debian: clamav-daemon)")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        process = start(folder)
        try:
            yield f"unix://{folder}/clamd.sock"
        finally:
            process.kill()
            process.wait()


def start(folder: Path) -> subprocess.Popen:
    (folder / "own.ndb").write_text(f"Porchlight.Test:0:*:{VIRUS.hex()}\n")
    (folder / "clamd.conf").write_text(
        f"DatabaseDirectory {folder}\nLocalSocket {folder}/clamd.sock\nForeground yes\n"
        f"LogFile {folder}/clamd.log\nTemporaryDirectory {folder}\nMaxThreads 2\n"
    )
    assert CLAMD
    process = subprocess.Popen(
        [CLAMD, "-c", str(folder / "clamd.conf")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    began = time.monotonic()
    while not listens(folder / "clamd.sock"):
        assert process.poll() is None, (folder / "clamd.log").read_text()
        assert time.monotonic() - began < PATIENCE
        time.sleep(0.02)
    return process


def listens(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as line:
        return line.connect_ex(str(path)) == 0
