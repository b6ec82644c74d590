"""An order will not arrive by the day on which the member needs it."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from claims.answers.answer import Answer
from claims.answers.words import day, plain
from claims.models.order_query import SETTLED
from outreach.notice import Kind, Notice, Words, date_in, filled, thing
from outreach.nudges.nudge import Nudge

FINDS = """
found AS (
  SELECT bought.member_id, 'order' AS subject, bought.id AS subject_id,
         concat_ws(':', bought.id, bought.needed_on) AS cause,
         jsonb_build_object('needed_on', bought.needed_on) AS context
    FROM claims_order bought
    JOIN accounts_member member ON member.id = bought.member_id
    JOIN LATERAL (
      SELECT coalesce(max(parcel.expected_on), bought.promised_delivery_on) AS day
        FROM claims_shipment parcel
       WHERE parcel.order_id = bought.id AND parcel.state <> 'delivered'
    ) expected ON true
   WHERE bought.needed_on IS NOT NULL AND NOT bought.state = ANY(%(settled)s)
     AND bought.conflict = '{}' AND bought.choice = '' AND expected.day > bought.needed_on
     AND bought.needed_on >= (%(at)s::timestamptz AT TIME ZONE member.time_zone)::date
)
"""


def values() -> dict[str, Any]:
    return {"settled": [str(state) for state in SETTLED]}


def words(context: Mapping[str, Any], answer: Answer | None) -> Words:
    assert answer is not None
    needed_on = date_in(context, "needed_on")
    return Words(
        filled(_("{thing} may not arrive in time"), thing=thing(answer)),
        (
            filled(
                _("You need it by {date}. It may not arrive by then, and we are sorry."),
                date=plain(day(needed_on, today=needed_on)),
            ),
            plain(answer.date.sentence),
            _("Open it to read what you can choose."),
        ),
    )


def why(_context: Mapping[str, Any]) -> str:
    return _("You told us the day by which you need this order.")


NUDGE = Nudge(
    notice=Notice(
        key="order_late",
        version=1,
        kind=Kind.DEADLINE,
        about=gettext_noop("An order may not arrive in time"),
        words=words,
        why=why,
        wants=frozenset({"needed_on"}),
        offers_call=True,
        lasts=dt.timedelta(days=3),
    ),
    purpose="care_reminders",
    category="orders",
    finds=FINDS,
    facts=(gettext_noop("The day the member needs an order by, and the carrier's day"),),
    cancels=gettext_noop(
        "The order arrives, an earlier day is told, the member chooses, or a call is booked."
    ),
    values=values,
)
