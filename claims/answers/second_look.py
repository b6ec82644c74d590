"""What a member sends about a claim that does not wait for it: how, and where it stands. Pure."""

import datetime as dt

from claims.answers.claim_deadlines import APPEALABLE
from claims.answers.words import day, join, local_date, say
from claims.answers.words import gettext as _
from claims.explanations.reason import Does
from claims.explanations.second_looks import FOUND
from claims.explanations.tasks import By
from claims.facts import ClaimFacts, ClaimState, SecondLookFacts

#: What a refusal asks for that can be sent here, and how.
SENT_HERE = {
    Does.SEND: By.FILES,
    Does.ENROLMENT: By.FILES,
    Does.COVERAGE: By.COVERAGE,
    Does.EXCEPTION: By.WORDS,
    Does.NETWORK: By.WORDS,
}

#: Where a refusal may ask for something that the member sends without being waited for.
MAY_SEND = (*APPEALABLE, ClaimState.REJECTED_FRONT_END, ClaimState.NEEDS_CORRECTION)


def second_look_url(claim: str) -> str:
    return f"/claims/{claim}/second-look/"


def standing(facts: ClaimFacts, *, now: dt.datetime, zone: str) -> str:
    """Where the newest stands; "" where nothing was sent."""
    look = facts.second_look
    return standing_of(look, now=now, zone=zone) if look else ""


def standing_of(look: SecondLookFacts, *, now: dt.datetime, zone: str) -> str:
    today = local_date(now, zone)
    if look.ended_at is not None:
        date = day(local_date(look.ended_at, zone), today=today)
        return say(_(FOUND[look.outcome]), date=date)
    if look.until < today:
        late = _("We said that a person answers by {date}. We are late, and we are sorry.")
        return join(_("We have what you sent."), say(late, date=day(look.until, today=today)))
    by = _("A person looks at it, and answers by {date}.")
    return join(_("We have what you sent."), say(by, date=day(look.until, today=today)))
