"""What a deletion takes, empties and leaves, said before and done after; each store on its own."""

from collections.abc import Iterator
from importlib import import_module

from django.conf import settings
from django.db.models import QuerySet
from msgspec import Struct

from accounts.models import ConsentEvent, DataRequest, LegalHold, Member
from accounts.retention import RULES, Asked, Rule
from accounts.rights.clearing import Broom
from accounts.rights.rows import OWNED, SIGN_IN, counted, model_of, rows_of

SESSIONS = "sessions"
"""The store of what browsers hold while somebody is signed in: the cache, and its table."""


class Part(Struct, frozen=True):
    """What becomes of some rows of one table."""

    rule: Rule
    becomes: Asked
    rows: int


def becomes(rule: Rule, *, closes_sign_in: bool) -> Asked:
    if rule.model in SIGN_IN and not closes_sign_in:
        return Asked.STAYS
    return rule.asked


def preview(member: Member, *, closes_sign_in: bool) -> list[Part]:
    """Of every table with rows of theirs what would become of them now; one query."""
    if LegalHold.objects.holds(member):
        return [*parts(member, dict.fromkeys(OWNED, Asked.STAYS))]
    return [
        *parts(
            member,
            {label: becomes(rule, closes_sign_in=closes_sign_in) for label, rule in OWNED.items()},
        )
    ]


def parts(member: Member, fates: dict[str, Asked]) -> Iterator[Part]:
    found = {label: rows_of(rule, member) for label, rule in OWNED.items()}
    touched = {label: touched_by(rule, member) for label, rule in OWNED.items()}
    both = found | {f"{label} touched": rows for label, rows in touched.items()}
    counts = counted(both, member)
    for label, rule in OWNED.items():
        now, then = counts[label], counts[f"{label} touched"]
        if fates[label] is Asked.STAYS:
            then = 0
        if then:
            yield Part(rule, fates[label], then)
        if now - then:
            yield Part(rule, Asked.STAYS, now - then)


def touched_by(rule: Rule, member: Member) -> QuerySet:
    rows = rows_of(rule, member).filter(**rule.asked_when)
    if rule.asked is Asked.PRUNED:
        return rows.filter(pk__in=ConsentEvent.objects.filter(pk__in=rows).replaced())
    return rows


def stores(*, closes_sign_in: bool) -> list[tuple[str, str]]:
    """Every store that a deletion goes through, in order, and what it does there."""
    found = [
        (label, becomes(rule, closes_sign_in=closes_sign_in).value)
        for label, rule in OWNED.items()
        if becomes(rule, closes_sign_in=closes_sign_in) is not Asked.STAYS
    ]
    return [(SESSIONS, Asked.GOES.value), *found] if closes_sign_in else found


def clear(request: DataRequest, store: str) -> int:
    """Do what `stores` says of one of them, in the caller's transaction; how many rows."""
    if store == SESSIONS:
        return end_sessions(request.member)
    rule = RULES[store]
    rows = touched_by(rule, request.member)
    broom = Broom(request=request)
    if rule.asked is Asked.GOES:
        return broom.remove(model_of(rule), rows)
    if rule.asked is Asked.PRUNED:
        return broom.prune(ConsentEvent.objects.filter(pk__in=rows))
    changed = broom.empty(rule, rows)
    if store == "accounts.User":
        Member.objects.filter(pk=request.member_id).update(user=None)
    return changed


def end_sessions(member: Member) -> int:
    """Sign the member out everywhere."""
    sessions = import_module(settings.SESSION_ENGINE).SessionStore
    keys = list(
        rows_of(RULES["usersessions.UserSession"], member).values_list("session_key", flat=True)
    )
    for key in keys:
        sessions(session_key=key).delete()
    return len(keys)
