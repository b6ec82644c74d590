"""The supervisor's board in finished words: what is owed to members, what went wrong, who has how
much. How long somebody talks is not on it, and is not kept for it.
"""

import datetime as dt
from operator import attrgetter
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Q
from django.utils.html import format_html
from django.utils.translation import gettext as _
from msgspec import Struct

from accounts.models import User
from claims.answers.answer import Table
from claims.answers.words import day, local_date, say
from outreach.board_late import Missed, too_late
from outreach.case_words import WHOSE, HandOverRow, hand_over_rows
from outreach.desk_promises import MOST, Due, owed
from outreach.hand_over import relayed_cases
from outreach.models import HandOver
from outreach.subject import answers_for

A_WEEK = dt.timedelta(days=7)
LOAD = """
SELECT s.user_id, s.name, coalesce(b.today, 0), coalesce(b.week, 0), coalesce(k.cases, 0), o.until
  FROM outreach_specialist s
  JOIN accounts_user u ON u.id = s.user_id AND u.is_active
  LEFT JOIN (SELECT specialist_id, count(*) FILTER (WHERE lower(during) < %(tomorrow)s) AS today,
                    count(*) AS week
               FROM outreach_booking
              WHERE state = 'booked' AND lower(during) >= %(now)s AND lower(during) < %(week)s
              GROUP BY specialist_id) b ON b.specialist_id = s.user_id
  LEFT JOIN (SELECT user_id, count(*) AS cases FROM outreach_keeper GROUP BY user_id) k
         ON k.user_id = s.user_id
  LEFT JOIN (SELECT specialist_id, max(upper(during)) AS until FROM outreach_timeoff
              WHERE during @> %(now)s GROUP BY specialist_id) o ON o.specialist_id = s.user_id
 ORDER BY s.name, s.user_id
"""


class Board(Struct, frozen=True, kw_only=True):
    """``relayed`` are hand-overs of cases that were handed over more than once."""

    unwritten: list[Due]
    missed: list[Missed]
    promises: list[Due]
    corrections: list[Due]
    waiting: list[HandOverRow]
    relayed: list[HandOverRow]
    loads: tuple[Table, ...]
    members: list[tuple[UUID, UUID | None]]

    @property
    def owes_nothing(self) -> bool:
        return not (self.unwritten or self.missed or self.promises or self.corrections)


def board(reader: User, at: dt.datetime, zone: str) -> Board:
    passed = hand_overs()
    seen = answers_for([one.keeper for one in passed], now=at)
    rows = hand_over_rows(passed, seen, reader=reader, at=at, zone=zone)
    owes, (late, missed) = owed(at, zone), too_late(at, zone)
    return Board(
        unwritten=late,
        missed=missed,
        promises=owes.promises,
        corrections=owes.corrections,
        waiting=[row for row, one in zip(rows, passed, strict=True) if one.accepted is None],
        relayed=[row for row, one in zip(rows, passed, strict=True) if one.accepted],
        loads=(load(at, zone),),
        members=[
            *((one.member, None) for one in (*late, *owes.all, *missed)),
            *((one.keeper.member_id, one.keeper.subject_id) for one in passed),
        ],
    )


def hand_overs() -> list[HandOver]:
    """Those that wait for an answer, then those of cases that went from hand to hand."""
    every = HandOver.objects.select_related(*WHOSE)
    waiting = HandOver.objects.waiting().order_by("asked_at")[:MOST]
    relayed = HandOver.objects.relayed().filter(accepted=True)
    again = relayed.filter(keeper__in=relayed_cases().values("pk")).order_by("-asked_at")[:MOST]
    these = Q(pk__in=waiting.values("pk")) | Q(pk__in=again.values("pk"))
    found = sorted(every.filter(these), key=attrgetter("asked_at"))
    return [
        *(one for one in found if one.accepted is None),
        *(one for one in reversed(found) if one.accepted),
    ]


def load(at: dt.datetime, zone: str) -> Table:
    """Who has how much to do; one query."""
    today = local_date(at, zone)
    tomorrow = dt.datetime.combine(today + dt.timedelta(days=1), dt.time(), ZoneInfo(zone))
    asked = {"now": at, "tomorrow": tomorrow, "week": at + A_WEEK}
    with connection.cursor() as cursor:
        cursor.execute(LOAD, asked)
        found = cursor.fetchall()
    return Table(
        caption=_("Who has how much"),
        head=(_("Name"), _("Calls today"), _("Calls in a week"), _("Cases"), _("Here")),
        rows=tuple(
            (
                format_html('<a href="/desk/cases/?of={}"><bdi>{}</bdi></a>', key, name),
                str(calls),
                str(week),
                str(cases),
                here(until, today, zone),
            )
            for key, name, calls, week, cases, until in found
        ),
    )


def here(until: dt.datetime | None, today: dt.date, zone: str) -> str:
    if until is None:
        return _("Yes")
    return say(_("Away until {date}"), date=day(local_date(until, zone), today=today))
