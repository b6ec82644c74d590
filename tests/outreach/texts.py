"""A provider of texts that is a real HTTP server: it speaks as Twilio does, and can fail."""

import hmac
import json
import threading
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha1
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

from django.conf import settings

ACCOUNT, TOKEN, NUMBER = "AC_of_nobody", "token_of_nobody", "+13125550199"


class Provider(ThreadingHTTPServer):
    """``taken`` are the forms that it took, by key. ``says``: what it answers instead.

    ``broken``: it takes the next ones and never answers, as when the line breaks.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.taken: dict[str, dict[str, str]] = {}
        self.asked: list[str] = []
        self.says: tuple[int, dict[str, Any]] | None = None
        self.broken = 0

    @property
    def held(self) -> dict[str, str]:
        host, port = self.server_address[:2]
        told = {"account": ACCOUNT, "token": TOKEN, "from": NUMBER}
        return told | {"name": f"{host}:{port}", "address": f"http://{host}:{port}"}

    @property
    def texts(self) -> list[str]:
        return [form["Body"] for form in self.taken.values()]


class Handler(BaseHTTPRequestHandler):
    server: Provider

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"] or 0)
        form = {k: v[0] for k, v in parse_qs(self.rfile.read(length).decode()).items()}
        key = self.headers["Idempotency-Key"]
        self.server.asked.append(key)
        if self.server.says:
            return self.answer(*self.server.says)
        self.server.taken[key] = form
        if self.server.broken:
            self.server.broken -= 1
            return self.connection.close()
        return self.answer(201, {"sid": f"SM{len(self.server.taken)}", "status": "queued"})

    def answer(self, status: int, told: dict[str, Any]) -> None:
        body = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: Any) -> None:
        """Say nothing."""


def signed(address: str, form: dict[str, str], *, token: str = TOKEN) -> dict[str, str]:
    """The header that it signs a request with."""
    content = f"{settings.PORTAL_ADDRESS}{address}" + "".join(f"{k}{form[k]}" for k in sorted(form))
    made = hmac.new(token.encode(), content.encode(), sha1).digest()
    return {"X-Twilio-Signature": b64encode(made).decode()}


@contextmanager
def running() -> Iterator[Provider]:
    server = Provider()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
