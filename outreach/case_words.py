"""A case and who looks after it, in finished words for staff."""

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _
from msgspec import Struct

from accounts.models import User
from claims.answers.answer import Answer
from claims.answers.words import day, local_date, say
from outreach.desk_words import subject_words
from outreach.models import HandOver, Keeper
from outreach.summary_words import first_name

#: What a row of a hand-over reads.
WHOSE = ("keeper__member", "keeper__user__specialist", "giver__specialist", "taker__specialist")


class CaseRow(Struct, frozen=True, kw_only=True):
    url: str
    name: str
    thing: str
    kept: str


class HandOverRow(Struct, frozen=True, kw_only=True):
    """``accept`` and ``refuse`` are where the one who reads answers; "" where they may not.

    ``url`` is the case's.
    """

    url: str
    name: str
    thing: str
    words: str
    why: str
    note: str
    accept: str = ""
    refuse: str = ""


def staff_name(user: User) -> str:
    return first_name(user) or user.email


def case_row(
    keeper: Keeper, seen: dict[tuple[str, UUID], Answer], *, at: dt.datetime, zone: str
) -> CaseRow:
    return CaseRow(
        url=keeper.get_absolute_url(),
        name=keeper.member.name,
        thing=subject_words(keeper, seen.get((keeper.subject, keeper.subject_id))),
        kept=say(
            _("{name} has looked after it since {date}."),
            name=staff_name(keeper.user),
            date=day(local_date(keeper.since, zone), today=local_date(at, zone)),
        ),
    )


def hand_over_rows(
    these: Iterable[HandOver],
    seen: dict[tuple[str, UUID], Answer],
    *,
    reader: User,
    at: dt.datetime,
    zone: str,
) -> list[HandOverRow]:
    return [hand_over_row(one, seen, reader=reader, at=at, zone=zone) for one in these]


def hand_over_row(
    one: HandOver,
    seen: dict[tuple[str, UUID], Answer],
    *,
    reader: User,
    at: dt.datetime,
    zone: str,
) -> HandOverRow:
    row = case_row(one.keeper, seen, at=at, zone=zone)
    waits = one.answered_at is None
    mine = waits and reader.pk == one.taker_id
    back = waits and reader.pk in (one.taker_id, one.giver_id, one.asked_by_id)
    return HandOverRow(
        url=row.url,
        name=row.name,
        thing=row.thing,
        words=say(
            words_of(one),
            giver=staff_name(one.giver),
            taker=staff_name(one.taker),
            date=day(local_date(one.asked_at, zone), today=local_date(at, zone)),
        ),
        why=str(one.get_reason_display()),
        note=one.note,
        accept=f"/desk/hand-overs/{one.pk}/acceptance/" if mine else "",
        refuse=f"/desk/hand-overs/{one.pk}/refusal/" if back else "",
    )


def words_of(one: HandOver) -> str:
    if one.accepted is None:
        return _("On {date}, {giver} asked {taker} to take over. No answer yet.")
    if one.accepted:
        return _("{taker} took over from {giver}, who asked on {date}.")
    return _("On {date}, {giver} asked {taker} to take over. That was not accepted.")
