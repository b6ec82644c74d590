"""Who looks after what the demo's members asked about, found by the code that does so; and one case
that is about to pass on."""

import datetime as dt

from accounts.models import User
from outreach.hand_over import ask
from outreach.models import HandOver, Keeper
from outreach.scheduling.keeping import look_after_cases
from portal.demo.people import BY_SLUG


def look_after_them(now: dt.datetime) -> None:
    look_after_cases(now)
    ruth = User.objects.filter(email=BY_SLUG["ruth"].email).first()
    daniel = Keeper.objects.filter(member__number=BY_SLUG["daniel"].number).exclude(user=ruth)
    if ruth and (kept := daniel.select_related("user").first()):
        note = "He hears badly on the left side. We said that we ask the hospital for the report."
        ask(kept, ruth.pk, HandOver.Reason.SKILL, note, by=kept.user, at=now)
