"""Asks clamd whether there is a virus in a file: INSTREAM, over its Unix or TCP socket."""

import socket
import struct
from typing import BinaryIO
from urllib.parse import urlsplit

PIECE = 1 << 18
PATIENCE = 120  # seconds


class NoAnswer(Exception):
    """clamd is away, or did not say whether it found something."""


def finds_a_virus(url: str, content: BinaryIO) -> bool:
    """Raise `NoAnswer` unless it was checked to the end."""
    try:
        with connected(url) as line:
            line.sendall(b"zINSTREAM\0")
            while piece := content.read(PIECE):
                line.sendall(struct.pack("!L", len(piece)) + piece)
            line.sendall(struct.pack("!L", 0))
            said = line.makefile("rb").read(4096).rstrip(b"\0").decode(errors="replace")
    except OSError as problem:
        raise NoAnswer(problem.strerror or "no answer") from problem
    if said.endswith(" FOUND"):
        return True
    if said == "stream: OK":
        return False
    raise NoAnswer(said[:100])


def connected(url: str) -> socket.socket:
    parts = urlsplit(url)
    if parts.scheme == "tcp":
        return socket.create_connection((parts.hostname, parts.port), timeout=PATIENCE)
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    line.settimeout(PATIENCE)
    try:
        line.connect(parts.path)
    except OSError:
        line.close()
        raise
    return line
