"""Opens files of strangers, each in a process that may do little and for a short time.

Run as a folder, alone: it imports nothing of ours but its neighbors, knows no settings and gets no
environment. The worker sends it one file after another through a socket, as an open descriptor; for
each it forks a child with limits of its own, and answers one JSON object: {"kind": …} or
{"reason": …}.
"""

import io
import json
import os
import resource
import signal
import socket
import sys

from archives import look_at_zip
from limits import MEMORY, SECONDS, Refused
from pdfs import look_at_pdf
from pictures import look_at_picture


def look(kind: str, content: bytes) -> str:
    """The kind of what was read to its end; raises `Refused`."""
    stream = io.BytesIO(content)
    if kind == "pdf":
        return look_at_pdf(stream)
    return look_at_zip(stream) if kind == "zip" else look_at_picture(kind, stream)


def limit() -> None:
    """No memory, time, files or processes beyond what opening one file takes."""
    limits = (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
    )
    for what, most in limits:
        try:
            resource.setrlimit(what, (most, most))
        except (OSError, ValueError):
            continue  # not on this system, or lower already
    signal.alarm(SECONDS + SECONDS // 2)


def answer(kind: str, descriptor: int) -> dict[str, str]:
    limit()
    with os.fdopen(descriptor, "rb") as file:
        content = file.read()
    try:
        return {"kind": look(kind, content)}
    except Refused as refused:
        return {"reason": str(refused)}


def in_a_child(kind: str, descriptor: int, line: socket.socket) -> bytes:
    """What the child says; what it was ended for, if it said nothing."""
    ours, its = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            line.close()
            os.close(ours)
            os.write(its, json.dumps(answer(kind, descriptor)).encode())
        finally:
            os._exit(0)
    os.close(its)
    with os.fdopen(ours, "rb") as pipe:
        said = pipe.read()
    _pid, status = os.waitpid(child, 0)
    if said:
        return said
    ended = os.waitstatus_to_exitcode(status)
    too_much = ended in (-signal.SIGXCPU, -signal.SIGKILL, -signal.SIGALRM)
    return json.dumps({"reason": "too_much" if too_much else "unreadable"}).encode()


def main() -> None:
    line = socket.socket(fileno=0)
    while True:
        kind, files, _flags, _address = socket.recv_fds(line, 20, 1)
        if not kind or not files:
            return
        try:
            line.sendall(in_a_child(kind.decode(), files[0], line))
        finally:
            os.close(files[0])


if __name__ == "__main__":
    sys.setrecursionlimit(500)
    main()
