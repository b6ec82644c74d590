"""Storage that speaks S3 over HTTP: it checks the signature itself and takes nothing twice."""

import hashlib
import hmac
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, parse_qsl, quote, urlsplit

KEY, SECRET, REGION = "porch-key", "light/secret+", "us-east-2"
PAGE = 3  # names in one answer of a list


class Storage(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Speaking)
        self.kept: dict[str, bytes] = {}
        self.is_down = False

    @property
    def address(self) -> str:
        user = f"{KEY}:{quote(SECRET, safe='')}"
        return f"http://{user}@127.0.0.1:{self.server_port}/seals/porchlight?region={REGION}"


class Speaking(BaseHTTPRequestHandler):
    server: Storage

    def log_message(self, *_: object) -> None:
        """Nothing on the screen."""

    def answer(self, status: int, body: bytes = b"") -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_PUT(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"] or 0))
        if self.refused(body):
            return None
        if self.path in self.server.kept and self.headers["If-None-Match"] == "*":
            return self.answer(412)
        self.server.kept[self.path] = body
        return self.answer(200)

    def do_GET(self) -> None:
        if self.refused(b""):
            return
        parts = urlsplit(self.path)
        if parts.query:
            self.list(dict(parse_qsl(parts.query)))
        elif parts.path in self.server.kept:
            self.answer(200, self.server.kept[parts.path])
        else:
            self.answer(404)

    def list(self, asked: dict[str, str]) -> None:
        keys = [name.removeprefix("/seals/") for name in sorted(self.server.kept)]
        keys = [key for key in keys if key.startswith(asked["prefix"])]
        start = int(asked.get("continuation-token", "0"))
        shown = "".join(f"<Contents><Key>{key}</Key></Contents>" for key in keys[start:][:PAGE])
        more = start + PAGE < len(keys)
        token = f"<NextContinuationToken>{start + PAGE}</NextContinuationToken>" if more else ""
        space = "http://s3.amazonaws.com/doc/2006-03-01/"
        self.answer(
            200, f'<ListBucketResult xmlns="{space}">{shown}{token}</ListBucketResult>'.encode()
        )

    def refused(self, body: bytes) -> bool:
        if self.server.is_down:
            self.answer(503)
        elif not self.is_signed(body):
            self.answer(403)
        else:
            return False
        return True

    def is_signed(self, body: bytes) -> bool:
        """AWS signature, version 4, reckoned from what came over the wire."""
        scheme, _space, rest = self.headers["Authorization"].partition(" ")
        fields = dict(part.strip().split("=", 1) for part in rest.split(","))
        key, scope = fields["Credential"].split("/", 1)
        digest = hashlib.sha256(body).hexdigest()
        parts = urlsplit(self.path)
        query = "&".join(
            f"{quote(name, safe='')}={quote(values[0], safe='')}"
            for name, values in sorted(parse_qs(parts.query).items())
        )
        names = fields["SignedHeaders"].split(";")
        headers = "".join(f"{name}:{self.headers[name]}\n" for name in names)
        asked = "\n".join((self.command, parts.path, query, headers, ";".join(names), digest))
        signing = b"AWS4" + SECRET.encode()
        for part in scope.split("/"):
            signing = hmac.new(signing, part.encode(), hashlib.sha256).digest()
        text = (
            f"AWS4-HMAC-SHA256\n{self.headers['x-amz-date']}\n{scope}\n"
            f"{hashlib.sha256(asked.encode()).hexdigest()}"
        )
        wanted = hmac.new(signing, text.encode(), hashlib.sha256).hexdigest()
        return (
            scheme == "AWS4-HMAC-SHA256"
            and key == KEY
            and scope.split("/")[1] == REGION
            and self.headers["x-amz-content-sha256"] == digest
            and hmac.compare_digest(wanted, fields["Signature"])
        )


@contextmanager
def storage() -> Iterator[Storage]:
    server = Storage()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
