"""What a member decides, or someone for them: one interaction, one row a changed choice."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction

from accounts.consent.catalogue import Category, Purpose
from accounts.consent.interaction import Interaction, Receipt
from accounts.consent.verdict import Key, NotPossible, named
from accounts.models import ConsentNow, Member, User
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

    Only what changes is a row. The same ``key`` again gives the first receipt. ``effective_at`` is
    when a paper was signed. `NotPossible`, a 400, when somebody chooses what nobody can.
    """
    for (purpose, category), yes in choices.items():
        _possible(*named(purpose, category), yes)
    one = Interaction(member, by, who, through, screen, language, key, effective_at)
    with transaction.atomic():
        if done := one.begin():
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
        if done := one.begin():
            return done
        one.whole(decision)
        return one.write()


def _possible(purpose: Purpose, category: Category, yes: bool) -> None:
    if purpose.locked:
        raise NotPossible(f"{purpose.key} has no switch")
    if yes and (category.key in purpose.never or category.key not in purpose.categories):
        raise NotPossible(f"{purpose.key} never uses {category.key}")
