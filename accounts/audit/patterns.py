"""Looks that somebody should ask about, in words. A pattern is a question and proves nothing."""

import datetime as dt
from collections.abc import Iterator
from urllib.parse import urlencode

from django.db import connection
from django.db.models import Count, Min
from django.db.models.functions import TruncHour
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from msgspec import Struct

from accounts.clock_words import full_day, time_of_day
from accounts.models import AccessRecord

DAYS = 7
MANY = 25  # members in an hour, opened one by one; a busy hour of calls is 12
MOST_SHOWN = 20

HOUR = dt.timedelta(hours=1)

#: Who looked at somebody that may be near to them. A user of staff has no name but their address,
#: so its last part stands for the last name, as it does in most houses.
CLOSE = """
SELECT DISTINCT ON (users.id, members.id) users.email, members.number, looks.looked_at,
       own.value IS NOT NULL AS is_self, other.value IS NOT NULL AS is_colleague
  FROM accounts_accessrecord AS looks
  JOIN accounts_user AS users ON users.id = looks.user_id
  JOIN accounts_member AS members ON members.id = looks.member_id
  LEFT JOIN accounts_address AS own
         ON own.member_id = members.id AND lower(own.value) = lower(users.email)
  LEFT JOIN (
           SELECT filed.member_id, filed.value, staff.id AS staff_id
             FROM accounts_address AS filed
             JOIN accounts_user AS staff
                  ON lower(staff.email) = lower(filed.value) AND staff.role <> 'member'
            WHERE filed.kind = 'email'
       ) AS other ON other.member_id = members.id AND other.staff_id <> users.id
 WHERE looks.looked_at >= %(since)s
   AND looks.what <> ALL(%(lists)s)
   AND (own.value IS NOT NULL OR other.value IS NOT NULL
        OR (length(regexp_replace(members.legal_name, '^.*\\s', '')) > 2
            AND lower(regexp_replace(members.legal_name, '^.*\\s', ''))
              = lower(regexp_replace(split_part(users.email, '@', 1), '^.*[._-]', ''))))
 ORDER BY users.id, members.id, looks.looked_at
"""


class Pattern(Struct, frozen=True):
    """A finished sentence, and the list that shows the looks it speaks of."""

    sentence: str
    url: str


def patterns(now: dt.datetime) -> tuple[list[Pattern], int]:
    """Those of the last days, and how many more there are than are shown. Three queries."""
    since = now - DAYS * dt.timedelta(days=1)
    found = [*many_in_an_hour(since), *without_a_case(since), *close_to_them(since)]
    return found[:MOST_SHOWN], max(len(found) - MOST_SHOWN, 0)


def many_in_an_hour(since: dt.datetime) -> Iterator[Pattern]:
    """Lists that staff work from do not count: they show many members at once."""
    looks = AccessRecord.objects.of_one_member().filter(looked_at__gte=since)
    hours = looks.annotate(hour=TruncHour("looked_at")).values("user__email", "hour")
    counted = hours.annotate(members=Count("member", distinct=True)).filter(members__gte=MANY)
    for row in counted.order_by("-hour", "user__email"):
        yield Pattern(
            _("{who} opened {n} members between {from_time} and {to_time} on {day}.").format(
                who=row["user__email"],
                n=f"{row['members']:,}",
                from_time=time_at(row["hour"]),
                to_time=time_at(row["hour"] + HOUR),
                day=day_at(row["hour"]),
            ),
            looks_url(row["user__email"], row["hour"]),
        )


def without_a_case(since: dt.datetime) -> Iterator[Pattern]:
    """Looks at one member that name nothing they were for; an officer's name their reason."""
    looks = AccessRecord.objects.of_one_member().filter(looked_at__gte=since, subject_id=None)
    counted = (
        looks.exclude(what=AccessRecord.What.AUDIT)
        .values("user__email")
        .annotate(members=Count("member", distinct=True), first=Min("looked_at"))
    )
    for row in counted.order_by("-members", "user__email"):
        words = ngettext(
            "{who} opened {n} member with no call or case since {day}.",
            "{who} opened {n} members with no call or case since {day}.",
            row["members"],
        )
        yield Pattern(
            words.format(who=row["user__email"], n=f"{row['members']:,}", day=day_at(row["first"])),
            looks_url(row["user__email"], None),
        )


def close_to_them(since: dt.datetime) -> Iterator[Pattern]:
    with connection.cursor() as cursor:
        cursor.execute(CLOSE, {"since": since, "lists": list(AccessRecord.LISTS)})
        rows = cursor.fetchall()
    for who, member, at, is_self, is_colleague in rows:
        if is_self:
            words = _("{who} looked at their own record, member {member}, on {day}.")
        elif is_colleague:
            words = _("{who} looked at member {member} on {day}, who works here too.")
        else:
            words = _("{who} looked at member {member} on {day}, who has the same last name.")
        yield Pattern(
            words.format(who=who, member=member, day=day_at(at)), looks_url(who, None, member)
        )


def looks_url(who: str, at: dt.datetime | None, member: str = "") -> str:
    asked = {"staff": who}
    if at:
        asked["day"] = timezone.localtime(at).date().isoformat()
    if member:
        asked["member"] = member
    return f"{reverse('accounts:access_record_list')}?{urlencode(asked)}"


def time_at(instant: dt.datetime) -> str:
    local = timezone.localtime(instant)
    return time_of_day(local.hour, local.minute)


def day_at(instant: dt.datetime) -> str:
    return full_day(timezone.localtime(instant).date())
