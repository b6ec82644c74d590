"""A small client that keeps connections open, and what the servers' processes cost meanwhile."""

import selectors
import socket
import time

import psutil
from msgspec import Struct


class Round(Struct, frozen=True):
    """One page under load: answers, seconds, and CPU seconds of the web and database processes."""

    answers: int
    seconds: float
    web_cpu: float
    database_cpu: float

    @property
    def per_second(self) -> float:
        return self.answers / self.seconds

    @property
    def web_ms(self) -> float:
        return self.web_cpu / self.answers * 1000

    @property
    def database_ms(self) -> float:
        return self.database_cpu / self.answers * 1000


class Visitor:
    """One connection that asks for the same page again when it has the whole answer."""

    def __init__(self, port: int, request: bytes) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.request = request
        self.buffer = b""

    def ask(self) -> None:
        self.buffer = b""
        self.socket.sendall(self.request)

    def has_answer(self) -> bool:
        """Read what came. Raises AssertionError for any answer but 200."""
        part = self.socket.recv(262_144)
        assert part, "the server closed the connection"
        self.buffer += part
        head, end, body = self.buffer.partition(b"\r\n\r\n")
        if not end:
            return False
        assert head.startswith(b"HTTP/1.1 200"), head[:200]
        return len(body) >= length_of(head)


def length_of(head: bytes) -> int:
    lines = (line.partition(b":") for line in head.split(b"\r\n"))
    return next(int(value) for name, _c, value in lines if name.lower() == b"content-length")


def load(
    port: int, path: str, cookie: str, *, seconds: float, visitors: int, web: int, database: int
) -> Round:
    """Ask for one page as fast as the server answers. ``web``, ``database``: process ids."""
    request = (
        f"GET {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\n"
        "Accept-Encoding: gzip\r\nAccept-Language: en\r\n\r\n"
    ).encode()
    before = cpu_of(web), cpu_of(database)
    began = time.perf_counter()
    answers = visit(port, request, until=began + seconds, visitors=visitors)
    took = time.perf_counter() - began
    return Round(answers, took, cpu_of(web) - before[0], cpu_of(database) - before[1])


def visit(port: int, request: bytes, *, until: float, visitors: int) -> int:
    answers = 0
    with selectors.DefaultSelector() as selector:
        crowd = [Visitor(port, request) for _ in range(visitors)]
        for visitor in crowd:
            selector.register(visitor.socket, selectors.EVENT_READ, visitor)
            visitor.ask()
        while time.perf_counter() < until:
            for key, _mask in selector.select(timeout=5):
                if key.data.has_answer():
                    answers += 1
                    key.data.ask()
        for visitor in crowd:
            visitor.socket.close()
    return answers


def cpu_of(pid: int) -> float:
    """Seconds of CPU of a process and all its descendants that live."""
    parent = psutil.Process(pid)
    total = 0.0
    for process in [parent, *parent.children(recursive=True)]:
        times = process.cpu_times()
        total += times.user + times.system
    return total
