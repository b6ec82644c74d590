"""Who helps whom in the demo: Tom helps his mother Ellen, who hides one thing from him."""

import datetime as dt

from accounts.forms.trusted_person import InvitationForm
from accounts.models import HiddenThing, Level, Member, TrustedAct, TrustedPerson, User
from claims.models import Claim
from portal.demo.people import Person

HIDDEN = "MC-61006"
A_YEAR = dt.timedelta(days=365)
LEVELS = [Level.SEE_CLAIMS, Level.SEE_BALANCE, Level.ASK_CALLS]


def help_out(helped: Person, helper: Person, now: dt.datetime) -> None:
    """Asked with the form that members fill in, taken up by the helper's own account."""
    member = Member.objects.select_related("user").get(number=helped.number)
    invitation = InvitationForm(
        {
            "name": helper.name,
            "email": helper.email,
            "levels": LEVELS,
            "until": (now + A_YEAR).date(),
        },
        instance=TrustedPerson(member=member, zone=member.time_zone, invited_by=member.user),
    )
    if not invitation.is_valid():
        raise ValueError(invitation.errors)
    who = invitation.save()
    who.accept(User.objects.get(email=helper.email))
    hidden = Claim.objects.get(member=member, number=HIDDEN)
    HiddenThing.objects.create(member=member, subject="claim", subject_id=hidden.pk)
    TrustedAct.objects.keep(who, TrustedAct.What.CLAIMS, None, looked=True)
