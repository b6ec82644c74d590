"""A mail server that is a real one: it speaks SMTP on a socket, keeps what comes, and can fail."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from socket import SHUT_RDWR
from socketserver import ThreadingTCPServer
from typing import Any

from tests.faults.sink import Talk


class MailServer(ThreadingTCPServer):
    """``taken`` is what it took. ``says``: what it answers to a verb instead of yes.

    ``broken``: it takes the next ones and never answers, as when the line breaks.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Line)
        self.taken: list[EmailMessage] = []
        self.connections = 0
        self.says: dict[str, str] = {}
        self.broken = 0

    @property
    def host(self) -> str:
        return str(self.server_address[0])

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    @property
    def options(self) -> dict[str, Any]:
        backend = "django.core.mail.backends.smtp.EmailBackend"
        return {"backend": backend, "host": self.host, "port": self.port}

    @property
    def keys(self) -> list[str]:
        return [str(one["Message-ID"]) for one in self.taken]


class Line(Talk):
    server: MailServer  # type: ignore[assignment]

    def talk(self) -> None:
        self.server.connections += 1
        super().talk()

    def answer(self, verb: str) -> str:
        return self.server.says.get(verb) or super().answer(verb)

    def keep(self, content: bytes) -> None:
        if refusal := self.server.says.get("DATA"):
            return self.say(refusal)
        made = message_from_bytes(content, policy=policy.default)
        self.server.taken.append(made)  # type: ignore[arg-type]
        if self.server.broken:
            self.server.broken -= 1
            return self.connection.shutdown(SHUT_RDWR)
        return self.say("250 taken")


@contextmanager
def running() -> Iterator[MailServer]:
    server = MailServer()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
