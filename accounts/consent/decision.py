"""What a member decides, or someone for them: one interaction, one row a changed choice."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction

from accounts.consent.interaction import Interaction, Receipt
from accounts.consent.verdict import Key, NotPossible, Reason, named
from accounts.models import ConsentNow, Member, Use, User
from accounts.models.consent_event import Decision


def decide(
    member: Member,
    choices: Mapping[Key, bool],
    *,
    by: User | None,
    who: str = "member",
    through: str = "switch",
    screen: str,
    language: str,
    key: str,
    effective_at: dt.datetime | None = None,
) -> Receipt:
    """Write down what they chose; in effect when your transaction, if any, has ended.

    Only what changes is a row. The same ``key`` again gives the first receipt, but a no is a no
    also after they said yes in between. ``effective_at`` is when a paper was signed. `NotPossible`,
    a 400, when somebody chooses what nobody can: then only the use log says that they tried.
    """
    _possible(member, by, choices)
    one = Interaction(member, by, who, through, screen, language, key, effective_at)
    with transaction.atomic():
        if done := one.begin(no=not any(choices.values())):
            return done
        held = list(ConsentNow.objects.filter(subject=member.subject))
        for (purpose, category), yes in choices.items():
            one.choose(*named(purpose, category), held, yes)
        return one.write()


def pause(
    member: Member,
    *,
    by: User | None,
    who: str = "member",
    through: str = "button",
    screen: str,
    language: str,
    key: str,
) -> Receipt:
    """Stop everything optional until someone starts it again; the switches stay as they are."""
    one = Interaction(member, by, who, through, screen, language, key)
    return _whole(one, Decision.PAUSE)


def resume(
    member: Member,
    *,
    by: User | None,
    who: str = "member",
    through: str = "button",
    screen: str,
    language: str,
    key: str,
) -> Receipt:
    """Start again what was paused."""
    one = Interaction(member, by, who, through, screen, language, key)
    return _whole(one, Decision.RESUME)


def _whole(one: Interaction, decision: Decision) -> Receipt:
    with transaction.atomic():
        if done := one.begin(no=decision is Decision.PAUSE):
            return done
        one.whole(decision)
        return one.write()


def _possible(member: Member, by: User | None, choices: Mapping[Key, bool]) -> None:
    """Refuse the whole when one of them is no choice, and leave that for the officer to see."""
    for key, yes in choices.items():
        purpose, category = named(*key)
        fits = category.key in purpose.categories and category.key not in purpose.never
        if purpose.locked or (yes and not fits):
            Use.objects.create(
                subject_id=member.subject,
                purpose=purpose.key,
                category=category.key,
                doing="decide",
                actor=by,
                allowed=False,
                reason=Reason.NEVER,
            )
            raise NotPossible(f"Nobody can choose {category.key} for {purpose.key}.")
