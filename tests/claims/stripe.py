"""A payment provider that is a real HTTP server: it speaks as Stripe Checkout, and can fail."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

from claims import webhook_signature

KEY, SECRET = "sk_test_of_nobody", "whsec_test_of_nobody"
FAR_AWAY = "https://checkout.example.com"


class Provider(ThreadingHTTPServer):
    """``sessions`` by id; ``by_key`` is what was answered to each Idempotency-Key.

    ``broken``: the next requests are done and never answered, as when the line breaks. ``refuses``:
    it takes none.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.sessions: dict[str, dict[str, Any]] = {}
        self.by_key: dict[str, tuple[str, dict[str, Any]]] = {}
        self.asked: list[tuple[str, str]] = []
        self.broken = 0
        self.refuses = False
        self.lock = threading.Lock()

    @property
    def settings(self) -> dict[str, str]:
        host, port = self.server_address[:2]
        address = f"http://{host}:{port}"
        told = {"name": "Stripe", "key": KEY, "secret": SECRET, "pages": FAR_AWAY}
        return told | {"address": address}

    def create(self, form: dict[str, str], key: str) -> tuple[int, dict[str, Any]]:
        with self.lock:
            if key in self.by_key:
                before, answer = self.by_key[key]
                same = before == json.dumps(form, sort_keys=True)
                return (200, answer) if same else (400, {"error": {"type": "idempotency_error"}})
            if self.refuses:
                return 400, {"error": {"type": "invalid_request_error"}}
            name = f"cs_test_{len(self.sessions) + 1}"
            session = {
                "id": name,
                "object": "checkout.session",
                "url": f"{FAR_AWAY}/c/pay/{name}",
                "status": "open",
                "payment_status": "unpaid",
                "amount_total": int(form["line_items[0][price_data][unit_amount]"]),
                "currency": form["line_items[0][price_data][currency]"],
                "client_reference_id": form["client_reference_id"],
                "metadata": {"payment": form["metadata[payment]"]},
                "form": form,
            }
            self.sessions[name] = session
            self.by_key[key] = (json.dumps(form, sort_keys=True), session)
            return 200, session

    def pay(self, name: str, *, status: str = "paid") -> dict[str, Any]:
        """The member pays on the provider's page; the message about it."""
        session = self.sessions[name]
        session |= {"status": "complete", "payment_status": status}
        return event("checkout.session.completed", session)

    def end(self, name: str) -> tuple[int, dict[str, Any]]:
        session = self.sessions[name]
        if session["status"] != "open":
            return 400, {"error": {"type": "invalid_request_error"}}
        session["status"] = "expired"
        return 200, session


class Handler(BaseHTTPRequestHandler):
    server: Provider

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"] or 0)
        form = {k: v[0] for k, v in parse_qs(self.rfile.read(length).decode()).items()}
        key = self.headers.get("Idempotency-Key", "")
        self.server.asked.append((self.path, key))
        if self.headers["Authorization"] != f"Bearer {KEY}":
            return self.answer(401, {"error": {}})
        *_rest, name, last = self.path.split("/")
        if last == "expire":
            return self.answer(*self.server.end(name))
        return self.answer(*self.server.create(form, key))

    def do_GET(self) -> None:
        name = self.path.rpartition("/")[2]
        self.answer(200, self.server.sessions[name])

    def answer(self, status: int, told: dict[str, Any]) -> None:
        if self.server.broken:
            self.server.broken -= 1
            self.connection.close()
            return
        body = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: Any) -> None:
        """Say nothing."""


_number = iter(range(1, 10**6))


def event(kind: str, about: dict[str, Any]) -> dict[str, Any]:
    return {"id": f"evt_{next(_number)}", "type": kind, "data": {"object": dict(about)}}


def refunded(session: dict[str, Any], cents: int) -> dict[str, Any]:
    charge = {
        "id": "ch_1",
        "amount": session["amount_total"],
        "amount_refunded": cents,
        "currency": "usd",
        "metadata": session["metadata"],
    }
    return event("charge.refunded", charge)


def signed(
    told: dict[str, Any], *, at: float | None = None, secret: str = SECRET
) -> dict[str, Any]:
    """What a test client posts: the body and its signature, beside one of another scheme."""
    body, when = json.dumps(told).encode(), int(at or time.time())
    v1 = webhook_signature.signed(secret, when, body)
    return {
        "data": body,
        "content_type": "application/json",
        "headers": {"Stripe-Signature": f"t={when},v1={v1},v0=abc"},
    }


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
