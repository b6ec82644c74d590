"""An appeal of the demo that waits: sent, and given to a reviewer, by the code that does so."""

import datetime as dt

from accounts.models import Member, User
from claims.models import Claim
from claims.store import appeal_decisions, appeals, carried
from portal.demo.people import BY_SLUG
from portal.demo.then import Then

APPEALED = "EA-8090"
STATEMENT = (
    "I cannot sleep without the oxygen. My doctor measured it twice at night and wrote down both "
    "numbers. I had it for a year, and nothing has changed since."
)


def appeal(now: dt.datetime) -> None:
    """Grace appealed six days ago, late in the evening; Lena wrote down who looks at it."""
    grace, lena = BY_SLUG["grace"], User.objects.get(email=BY_SLUG["lena"].email)
    member = Member.objects.select_related("user").get(number=grace.number)
    claim = Claim.objects.get(member=member, number=APPEALED)
    level = carried.level_of(carried.facts_of(claim.pk))
    assert level is not None
    then = Then(now, grace.zone)
    draft = appeals.begin(member, claim.pk, level, at=then.at(-6, 21))
    appeals.write(draft.pk, "statement", {"statement": STATEMENT}, at=then.at(-6, 21))
    appeals.write(draft.pk, "representative", {"speaker": "myself"}, at=then.at(-6, 21))
    filed = appeals.file(draft.pk, by=member.user, at=then.at(-6, 21, 40))
    appeal_decisions.receive(filed.pk, by=lena, at=then.at(-5, 9))
    appeal_decisions.assign(filed.pk, "June", by=lena, at=then.at(-5, 14))
