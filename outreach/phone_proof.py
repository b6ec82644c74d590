"""Proof that a number is theirs: a code goes to it as a text, and they type it in here.

What was sent is kept in the session of who asked, as a digest, so that it ends with it.
"""

import datetime as dt
import secrets
from collections.abc import MutableMapping
from typing import Any
from uuid import uuid4

from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from outreach.channels import Letter, open_channel
from outreach.models import Channel
from outreach.notice import filled

KEPT = "phone_proof"
LASTS = dt.timedelta(minutes=10)
TRIES = 5

Session = MutableMapping[str, Any]


def send_code(number: str, session: Session, *, language: str, at: dt.datetime) -> None:
    """``number`` is E.164. Raises `NotNow` or `Never` where the text cannot leave: none is kept."""
    code = f"{secrets.randbelow(10**6):06}"
    text = filled(_("Porchlight: your code is {code}. We never ask you for it."), code=code)
    with open_channel(Channel.SMS) as way:
        way.send(Letter(key=str(uuid4()), address=number, text=text, language=language))
    session[KEPT] = {
        "number": number,
        "digest": digest(number, code),
        "until": (at + LASTS).isoformat(),
        "tries": 0,
    }


def was_sent(number: str, session: Session, at: dt.datetime) -> bool:
    """Whether a code for this number still counts."""
    kept = session.get(KEPT) or {}
    if kept.get("number") != number or kept["tries"] >= TRIES:
        return False
    return at < dt.datetime.fromisoformat(kept["until"])


def is_right(number: str, typed: str, session: Session, at: dt.datetime) -> bool:
    """With the try counted; a code is right once."""
    if not was_sent(number, session, at):
        return False
    kept = session[KEPT]
    session[KEPT] = kept | {"tries": kept["tries"] + 1}
    if not constant_time_compare(kept["digest"], digest(number, typed)):
        return False
    del session[KEPT]
    return True


def digest(number: str, code: str) -> str:
    return salted_hmac("outreach.phone_proof", f"{number} {code}", algorithm="sha256").hexdigest()
