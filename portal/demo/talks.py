"""Calls that the demo's specialists had, written up by the code that does so."""

import datetime as dt
from uuid import uuid4

from accounts.models import Member, User
from outreach.models import SummaryLine
from outreach.talk import Said, correct, end, keep, take, verify
from outreach.understood import ask
from outreach.writing import begin, reply
from portal.demo.people import BY_SLUG
from portal.demo.then import Then

KINDS = SummaryLine.Kind


def talk_to_maya(now: dt.datetime) -> None:
    """Three days ago, about an ambulance; she has since corrected a line."""
    lena = User.objects.get(email=BY_SLUG["lena"].email)
    maya = Member.objects.get(user__email=BY_SLUG["maya"].email)
    then = Then(now, maya.time_zone)
    call = take(lena, maya, at=then.at(-3, 11))
    verify(call, ["name", "number"], actor=lena)
    summary = end(
        call,
        [
            Said(
                kind=KINDS.AGREED,
                text="Ask the hospital for the bill that lists each service",
                owner="us",
                due_on=then.day(4),
            ),
            Said(
                kind=KINDS.AGREED,
                text="Send us the bill if it comes to you first",
                owner="member",
                due_on=then.day(6),
            ),
            Said(kind=KINDS.TOLD_US, text="The ambulance came on a Sunday night."),
            Said(kind=KINDS.WE_TOLD, text="The claim is open until the bill is here."),
            Said(kind=KINDS.UNSETTLED, text="Whether the hospital charges for a copy."),
        ],
        by=lena,
        at=then.at(-3, 11, 30),
    )
    correct(summary, "It was a Monday night.", line=summary.lines.get(number=3))


def write_to_us(now: dt.datetime) -> None:
    """Maya wrote about her MRI and has an answer; what she asked since waits for Lena."""
    lena = User.objects.get(email=BY_SLUG["lena"].email)
    maya = Member.objects.get(user__email=BY_SLUG["maya"].email)
    then = Then(now, maya.time_zone)
    claim = maya.claims.get(number="CLM-2041")
    asked = "Do I have to do anything while you check this?"
    written = begin(
        maya,
        asked,
        by=maya.user,
        key=uuid4(),
        at=then.at(-2, 21),
        about=("claim", claim.pk),
    )
    said = "No. We have all that we need. Write here if a letter comes that you do not understand."
    reply(written, said, by=lena, key=uuid4(), seen=1, at=then.at(-1, 10))
    begin(maya, "Can I change the number that you call?", by=maya.user, key=uuid4(), at=now)


def keep_word_to_daniel(now: dt.datetime) -> None:
    """A week ago; what was promised was done since, and so he is asked how it was."""
    lena = User.objects.get(email=BY_SLUG["lena"].email)
    daniel = Member.objects.get(user__email=BY_SLUG["daniel"].email)
    then = Then(now, daniel.time_zone)
    call = take(lena, daniel, at=then.at(-7, 10))
    verify(call, ["name", "address"], actor=lena)
    send = Said(kind=KINDS.AGREED, text="Send the letter again", owner="us", due_on=then.day(1))
    summary = end(call, [send], by=lena, at=then.at(-7, 10, 20))
    keep(summary.lines.get(), by=lena, at=then.at(-1, 15))
    ask(now)
