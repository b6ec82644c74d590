"""How a source proves that it sent a webhook event: docs/webhooks.md is what it reads.

``Porchlight-Signature: t=1763791200,v1=<hex>``, where v1 is the HMAC-SHA256 of "t.body" under the
source's secret. Several v1 may stand there, so that a sender can sign with two keys at once.
"""

import datetime as dt
import hmac
import re
from hashlib import sha256

from msgspec import Struct

TOLERANCE = dt.timedelta(minutes=5)
HEADER = re.compile(r"t=(?P<at>\d{1,11})(?P<signatures>(?:,v1=[0-9a-f]{64}){1,8})", re.ASCII)


class Signature(Struct, frozen=True):
    """What the header says: the second of signing since 1970, and the signatures as hex."""

    at: int
    given: tuple[str, ...]

    def is_recent(self, now: dt.datetime) -> bool:
        return abs(now.timestamp() - self.at) <= TOLERANCE.total_seconds()

    def is_made_with(self, secret: str, body: bytes) -> bool:
        """Compared in a time that does not depend on where they differ."""
        expected = signed(secret, self.at, body)
        return any([hmac.compare_digest(expected, one) for one in self.given])  # noqa: C419 - all

    def digest(self, body: bytes) -> str:
        """The same for each copy of one delivery, whichever key signed it."""
        return sha256(_content(self.at, body)).hexdigest()


def read(header: str) -> Signature | None:
    """The signature of a header; None when it has another form."""
    found = HEADER.fullmatch(header.replace(", ", ","))
    if found is None:
        return None
    return Signature(int(found["at"]), tuple(found["signatures"].split(",v1=")[1:]))


def signed(secret: str, at: int, body: bytes) -> str:
    """A v1, as a sender makes it."""
    return hmac.new(secret.encode(), _content(at, body), sha256).hexdigest()


def _content(at: int, body: bytes) -> bytes:
    return b"%d." % at + body
