"""What Tom sent for a claim: a note that waits for its check, and twice a bill that is locked."""

import datetime as dt
import io
from collections.abc import Iterable

from accounts.models import Member
from claims.documents import checking, receive
from portal.demo.people import BY_SLUG, Person
from portal.demo.then import Then

CLAIM = "CLM-7011"
NOTE = b"The crown was made on two visits. The second one is on the bill of Bright Dental.\n"
#: As Word writes a letter with a password on it: nobody reads more of it than this.
LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "EncryptedPackage".encode("utf-16-le")


def send(people: Iterable[Person], now: dt.datetime) -> None:
    person = BY_SLUG["tom"]
    if person not in people:
        return
    member = Member.objects.get(number=person.number)
    then, about = Then(now, person.zone), f"claim:{member.claims.get(number=CLAIM).pk}"
    for day, content, name in (
        (-3, NOTE, "second visit.txt"),
        (-2, LOCKED, "bill.docx"),
        (-1, LOCKED + b" again", "bill (2).docx"),
    ):
        at = then.at(day, 20, 14)
        receive(member, member.user, about, "", io.BytesIO(content), name, at=at)
        while checking.take(at + dt.timedelta(minutes=1)):
            pass
