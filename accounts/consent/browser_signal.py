"""What a browser asks for its user with ``Sec-GPC: 1``: do not sell or share."""

from django.db import transaction

from accounts.consent.catalogue import PURPOSES
from accounts.consent.interaction import Interaction, Receipt
from accounts.consent.verdict import SIGNAL
from accounts.models import ConsentEvent, Member
from accounts.models.consent_event import Who

PURPOSE = PURPOSES["share_with_others"]


def honor(member: Member, *, screen: str, key: str) -> Receipt:
    """Turn sharing off, whoever had turned it on; once, and for every browser from then on.

    A member who turns it on after that has confirmed it, and the signal does not ask again.
    """
    one = Interaction(member, None, Who.SIGNAL, SIGNAL, screen, member.language, key)
    with transaction.atomic():
        if done := one.begin():
            return done
        heard = ConsentEvent.objects.filter(
            subject=member.subject, purpose=PURPOSE.key, through=SIGNAL
        )
        if not heard.exists():
            one.refuse(PURPOSE)
        return one.write()
