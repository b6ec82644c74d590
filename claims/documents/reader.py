"""The worker's side of `claims.documents.reading`: one process beside it, kept as long as it lives.

Nothing of ours reads a stranger's PDF, picture or Word file in its own process.
"""

import atexit
import contextlib
import json
import os
import socket
import subprocess
import sys
from pathlib import Path

from claims.documents.kinds import Kind
from claims.documents.reasons import Reason

FOLDER = Path(__file__).with_name("reading")
PATIENCE = 60  # seconds; it ends by itself what takes half as long


class Reader:
    """A process that looks into files; started when it is first asked, and again when it died."""

    def __init__(self) -> None:
        self.owner = os.getpid()
        self.line, its = socket.socketpair()
        self.line.settimeout(PATIENCE)
        with its:
            self.process = subprocess.Popen(
                [sys.executable, "-I", str(FOLDER)],
                stdin=its,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd="/",
                env={},
                start_new_session=True,
            )
        atexit.register(self.end)

    def look(self, kind: str, descriptor: int) -> Kind | Reason:
        socket.send_fds(self.line, [kind.encode()], [descriptor])
        said = json.loads(self.line.recv(200))
        return Kind(said["kind"]) if "kind" in said else Reason(said["reason"])

    def end(self) -> None:
        atexit.unregister(self.end)
        self.line.close()
        with contextlib.suppress(OSError):
            self.process.kill()
        self.process.wait()


_reader: Reader | None = None


def look(kind: str, descriptor: int) -> Kind | Reason:
    """What is in a file of which `sniff` says that it seems to be of a kind.

    A file that ends the process, and the fresh one after it, is too much.
    """
    global _reader  # noqa: PLW0603 - one for each process of ours
    for _try in range(2):
        if _reader is None or _reader.owner != os.getpid():
            _reader = Reader()
        os.lseek(descriptor, 0, os.SEEK_SET)
        try:
            return _reader.look(kind, descriptor)
        except (OSError, ValueError):
            _reader.end()
            _reader = None
    return Reason.TOO_MUCH
