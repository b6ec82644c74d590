"""What one member had on and off at a moment, in sentences: as we knew it, and as they meant it."""

import datetime as dt
from collections.abc import Mapping
from zoneinfo import ZoneInfo

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from msgspec import Struct

from accounts.audit.words import category_name, decided_words, how_words
from accounts.clock import now
from accounts.clock_words import moment
from accounts.consent import Standing, as_of, standing
from accounts.consent.catalogue import PURPOSES, Purpose
from accounts.forms.as_of import city
from accounts.models import Member

Stands = Mapping[tuple[str, str], Standing]


class Answer(Struct, frozen=True, kw_only=True):
    """How one purpose stood, in finished words. ``event``: the ledger's row behind it, if any."""

    purpose: str
    key: str
    about: str
    on: bool
    why: str
    decided: str
    how: str
    meant: str
    wording: tuple[str, int] | None


class Snapshot(Struct, frozen=True, kw_only=True):
    """The sentence that comes first, and how each purpose stood."""

    lead: SafeString
    answers: list[Answer]


def snapshot(member: Member, at: dt.datetime | None, *, zone: str, purpose: str = "") -> Snapshot:
    """Everything optional, or one purpose, at an instant or now. Two queries at most."""
    if at is None:
        known = meant = standing(member)
    else:
        known, meant = as_of(member, at), as_of(member, at, clock="effective")
    chosen = [one for one in PURPOSES.values() if not one.locked and purpose in ("", one.key)]
    answers = [answer for one in chosen for answer in answers_of(one, known, meant)]
    local = moment(at or now(), ZoneInfo(zone))
    when = _("{time}, {city} time").format(time=local, city=city(zone))
    return Snapshot(lead=lead(answers, when, single=bool(purpose)), answers=answers)


def lead(answers: list[Answer], when: str, *, single: bool) -> SafeString:
    if not single:
        on = sum(one.on for one in answers)
        words = ngettext(
            "On {when}, this member had {on} of {n} optional thing on.",
            "On {when}, this member had {on} of {n} optional things on.",
            len(answers),
        )
        return format_html(words, when=when, on=on, n=len(answers))
    ons = {one.on for one in answers}
    name = answers[0].purpose
    if ons == {True}:
        return format_html(
            _("On {when}, this member had “{name}” <strong>on</strong>."), when=when, name=name
        )
    if ons == {False}:
        return format_html(
            _("On {when}, this member had “{name}” <strong>off</strong>."), when=when, name=name
        )
    return format_html(
        _("On {when}, this member had “{name}” <strong>on for some things only</strong>."),
        when=when,
        name=name,
    )


def answers_of(purpose: Purpose, known: Stands, meant: Stands) -> list[Answer]:
    """One for all categories that stand alike, decided in one go."""
    alike: dict[object, list[str]] = {}
    for category in purpose.categories:
        stands = known[purpose.key, category]
        said = (stands.allowed, stands.reason, stands.now and stands.now.recorded_at)
        later = meant[purpose.key, category]
        alike.setdefault((said, later.allowed, later.since), []).append(category)
    whole = len(alike) == 1
    return [answer(purpose, categories, known, meant, whole=whole) for categories in alike.values()]


def answer(
    purpose: Purpose, categories: list[str], known: Stands, meant: Stands, *, whole: bool
) -> Answer:
    stands = known[purpose.key, categories[0]]
    row = stands.now
    return Answer(
        purpose=str(purpose.name),
        key=purpose.key,
        about="" if whole else ", ".join(map(category_name, categories)),
        on=stands.allowed,
        why=stands.says,
        decided=decided_words(row) if row else "",
        how=how_words(row) if row else "",
        meant=meant_words(stands, meant[purpose.key, categories[0]]),
        wording=(purpose.key, row.version) if row and row.version else None,
    )


def meant_words(known: Standing, meant: Standing) -> str:
    """What the member had decided by then, where we did not know it yet."""
    if known.allowed == meant.allowed or meant.now is None:
        return ""
    if meant.allowed:
        words = _("By then the member had decided for it. We learned of that on {time}.")
    else:
        words = _("By then the member had decided against it. We learned of that on {time}.")
    return words.format(time=moment(meant.now.recorded_at))
