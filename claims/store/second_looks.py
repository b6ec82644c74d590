"""What members send about claims that do not wait for it: none of it stays unseen.

A file that no request waited for opens a second look once it is checked; who writes something opens
one at once. Both may be done at once, by the worker, or twice.
"""

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from accounts.clock import now
from accounts.models import User
from claims.answers import second_look as words
from claims.answers.claim_deadlines import APPEALABLE
from claims.answers.promise import told_by
from claims.answers.words import local_date
from claims.asked import Did, Request, did, request_of
from claims.facts import ClaimFacts, ClaimState, ClaimUse
from claims.models import Claim, Document, SecondLook
from claims.models.claim_facts import read
from claims.store import portal_events
from claims.store.copying import rows

Kind = SecondLook.Kind
CHECKED = (Document.State.RECEIVED, Document.State.QUARANTINED)
LATELY = dt.timedelta(days=1)
AGAIN = dt.timedelta(minutes=30)

#: Claims about which a file was found good lately and that nobody is to look at since.
UNSEEN = """
SELECT DISTINCT substr(sent.about, 7)::uuid FROM claims_document sent
 WHERE sent.about LIKE 'claim:%%' AND sent.checked_at > %s
   AND sent.state IN ('received', 'quarantined')
   AND NOT EXISTS (SELECT FROM claims_secondlook look
                    WHERE look.claim_id = substr(sent.about, 7)::uuid AND look.kind = 'files'
                      AND look.asked_at >= sent.received_at - interval '1 day')
"""


def standing_of(claim: str, zone: str) -> str:
    """In words; "" where nothing was sent."""
    newest = SecondLook.objects.of_claim(claim).first()
    return words.standing_of(newest.facts(), now=now(), zone=zone) if newest else ""


def ask(claim: Claim, kind: Kind, answers: dict[str, Any], *, by: User, at: dt.datetime) -> bool:
    """Let one of us look; False where somebody is to look at the same already."""
    until = told_by(max(at, now()), claim.member.time_zone)
    try:
        with transaction.atomic():
            SecondLook.objects.create(
                claim=claim, kind=kind, answers=answers, asked_by=by, asked_at=at, until=until
            )
    except IntegrityError:
        return False
    return True


@transaction.atomic
def end(look: SecondLook, outcome: str, words: str, *, by: User, at: dt.datetime) -> bool:
    """Answer it; False where somebody had.

    A claim that we look at again says so from then on, as where its payer opens it again: what was
    decided stands meanwhile, and no day of an appeal moves.
    """
    if not look.end(outcome, words, by=by, at=at):
        return False
    claim = look.claim.superseded_by or look.claim
    decided = claim.state in APPEALABLE and claim.use != ClaimUse.PREAUTHORIZATION
    if outcome == SecondLook.Outcome.AGAIN and decided:
        done = Did(Did.AGAIN, local_date(at, claim.member.time_zone), 0)
        key = f"second-look:{look.pk}"
        portal_events.say(claim, ClaimState.IN_PROCESS, at=at, key=key, code=done.code())
    return True


def heed(key: UUID) -> bool:
    """See whether a file came that nobody waited for; True where that was news."""
    found = read([key], whole=True)
    if not found:
        return False
    claim = Claim.objects.select_related("member").get(pk=key)
    newest = SecondLook.objects.of_claim(str(key)).filter(kind=Kind.FILES).first()
    if newest and newest.ended_at is None:
        return False
    lately = now() - LATELY
    since = max(lately, newest.ended_at) if newest and newest.ended_at else lately
    sent = Document.objects.about(claim.member, f"claim:{key}").filter(state__in=CHECKED)
    request = request_of(found[0])
    came = [
        one
        for one in sent.filter(received_at__gt=since).select_related("sent_by")
        if not waited_for(one, found[0], request)
    ]
    if not came:
        return False
    first = came[0]
    return ask(claim, Kind.FILES, {}, by=first.sent_by, at=first.received_at or now())


def waited_for(one: Document, facts: ClaimFacts, request: Request | None) -> bool:
    """It answers a request that is open, or that was when it came."""
    at = one.received_at
    if request is None or at is None or request.task(one.task) is None or at < request.asked_at:
        return False
    return request.open or any(
        said and (said.what, said.request) == (Did.SENT, request.id) and at <= event.received_at
        for event in facts.history
        for said in [did(event)]
    )


def heed_all(at: dt.datetime) -> int:
    """See what a worker that was killed left undone; how many."""
    return sum(heed(key) for (key,) in rows(UNSEEN, at - AGAIN))
