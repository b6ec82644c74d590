"""A bucket of storage that speaks S3, for checkpoints: three requests, signed by hand (SigV4).

Turn on versioning or a retention lock there: then not even whoever has these credentials can take a
checkpoint back.
"""

import datetime as dt
import hashlib
import hmac
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import NamedTuple
from urllib.parse import parse_qs, quote, unquote, urlsplit
from xml.etree.ElementTree import ParseError, fromstring

from accounts.proof.places import Differs, Unreachable

OK, NOT_FOUND, CONFLICT, EXISTS = 200, 404, 409, 412
SECONDS = 10


class Answer(NamedTuple):
    status: int
    body: bytes


class Bucket:
    """``address``: https://KEY:SECRET@host/bucket/folder?region=us-east-1"""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self.secure = parts.scheme == "https"
        self.host = parts.netloc.rpartition("@")[2]
        self.key, self.secret = unquote(parts.username or ""), unquote(parts.password or "")
        self.region = parse_qs(parts.query).get("region", ["us-east-1"])[0]
        self.bucket, _slash, folder = parts.path.strip("/").partition("/")
        self.prefix = f"{folder}/" if folder else ""

    def put(self, name: str, content: bytes) -> None:
        answer = self._ask("PUT", self.prefix + name, body=content, once=True)
        if answer.status in {EXISTS, CONFLICT}:
            if self.get(name) != content:
                raise Differs(f"{self.bucket}/{self.prefix}{name}")
        elif answer.status != OK:
            raise Unreachable(f"{self.host} answered {answer.status} to {name}.")

    def get(self, name: str) -> bytes | None:
        answer = self._ask("GET", self.prefix + name)
        if answer.status == NOT_FOUND:
            return None
        if answer.status != OK:
            raise Unreachable(f"{self.host} answered {answer.status} to {name}.")
        return answer.body

    def names(self) -> list[str]:
        found: list[str] = []
        more = ""
        while True:
            query = {"list-type": "2", "prefix": self.prefix}
            answer = self._ask("GET", "", query | ({"continuation-token": more} if more else {}))
            if answer.status != OK:
                raise Unreachable(f"{self.host} answered {answer.status} to a list.")
            try:
                listed = fromstring(answer.body)  # noqa: S314
            except ParseError as problem:
                raise Unreachable(f"{self.host} sent no list.") from problem
            found += [key.text or "" for key in listed.iterfind("{*}Contents/{*}Key")]
            more = listed.findtext("{*}NextContinuationToken") or ""
            if not more:
                return sorted(key.removeprefix(self.prefix) for key in found)

    def _ask(
        self,
        method: str,
        name: str,
        query: dict[str, str] | None = None,
        body: bytes = b"",
        *,
        once: bool = False,
    ) -> Answer:
        """``once``: refuse to write over what is there."""
        path = quote(f"/{self.bucket}/{name}".rstrip("/"), safe="/~")
        asked = "&".join(
            f"{quote(key, safe='~')}={quote(value, safe='~')}"
            for key, value in sorted((query or {}).items())
        )
        headers = self._signed(method, path, asked, body)
        if once:
            headers["If-None-Match"] = "*"
        kind = HTTPSConnection if self.secure else HTTPConnection
        connection = kind(self.host, timeout=SECONDS)
        try:
            target = f"{path}?{asked}" if asked else path
            connection.request(method, target, body=body or None, headers=headers)
            answer = connection.getresponse()
            return Answer(answer.status, answer.read())
        except (OSError, HTTPException) as problem:
            raise Unreachable(f"{self.host}: {problem}") from problem
        finally:
            connection.close()

    def _signed(self, method: str, path: str, query: str, body: bytes) -> dict[str, str]:
        """The headers of a request, with AWS's signature, version 4."""
        # The storage compares with its own clock, so this is the wall's and never a test's.
        at = f"{dt.datetime.now(dt.UTC):%Y%m%dT%H%M%SZ}"
        digest = hashlib.sha256(body).hexdigest()
        signed = {"host": self.host, "x-amz-content-sha256": digest, "x-amz-date": at}
        names = ";".join(signed)
        lines = "".join(f"{name}:{value}\n" for name, value in signed.items())
        canonical = f"{method}\n{path}\n{query}\n{lines}\n{names}\n{digest}"
        scope = f"{at[:8]}/{self.region}/s3/aws4_request"
        request = hashlib.sha256(canonical.encode()).hexdigest()
        key = f"AWS4{self.secret}".encode()
        for part in scope.split("/"):
            key = hmac.digest(key, part.encode(), "sha256")
        text = f"AWS4-HMAC-SHA256\n{at}\n{scope}\n{request}"
        signature = hmac.digest(key, text.encode(), "sha256").hex()
        signed["Authorization"] = (
            f"AWS4-HMAC-SHA256 Credential={self.key}/{scope},"
            f" SignedHeaders={names}, Signature={signature}"
        )
        return signed
