"""We asked the member for something, and the day by which we need it is near."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from claims.answers.answer import Answer
from claims.answers.words import plain
from outreach.notice import Kind, Notice, Words, filled, thing
from outreach.nudges.nudge import Nudge

DAYS = (7, 2)  # before the day
FINDS = """
found AS (
  SELECT claim.member_id, 'claim' AS subject, claim.id AS subject_id,
         concat_ws(':', claim.id, asked.wanted_by,
                   CASE WHEN asked.wanted_by - today.day <= 2 THEN 2 ELSE 7 END) AS cause,
         jsonb_build_object('due_on', asked.wanted_by) AS context
    FROM claims_claim claim
    JOIN claims_claimevent asked ON asked.id = claim.current_id AND asked.waiting_for = 'member'
    JOIN accounts_member member ON member.id = claim.member_id
    JOIN LATERAL (SELECT (%(at)s::timestamptz AT TIME ZONE member.time_zone)::date AS day) today
      ON true
   WHERE claim.state = 'pended_info' AND claim.superseded_by_id IS NULL AND claim.held = ''
     AND claim.conflict = '{}' AND asked.wanted_by - today.day BETWEEN 0 AND 7
)
"""


def words(_context: Mapping[str, Any], answer: Answer | None) -> Words:
    assert answer is not None
    said = (answer.action.sentence, answer.action.days_left, answer.after)
    return Words(
        filled(_("We still need something for {thing}"), thing=thing(answer)),
        tuple(plain(one) for one in said if one),
    )


def why(_context: Mapping[str, Any]) -> str:
    return _("The last day to send us something is near, and we do not have it yet.")


def still(answer: Answer, today: dt.date) -> bool:
    due_on = answer.action.due_on
    return answer.action.required and (due_on is None or due_on >= today)


NUDGE = Nudge(
    notice=Notice(
        key="act_by",
        version=1,
        kind=Kind.DEADLINE,
        about=gettext_noop("We still need something from you"),
        words=words,
        why=why,
        wants=frozenset({"due_on"}),
        offers_call=True,
        lasts=dt.timedelta(days=5),
    ),
    purpose="care_reminders",
    category="claims",
    finds=FINDS,
    facts=(gettext_noop("What we asked the member for, and by which day"),),
    cancels=gettext_noop("The member has sent it, or a call is booked."),
    still=still,
    apart=dt.timedelta(days=2),
)
