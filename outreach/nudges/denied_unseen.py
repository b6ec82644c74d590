"""We wrote that a claim was not agreed, and the message has not been opened for three days."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from claims.answers.answer import Answer
from claims.answers.words import plain
from claims.models.claim_query import NOT_AGREED
from outreach.notice import Kind, Notice, Words, filled, thing
from outreach.nudges.nudge import Nudge

FINDS = """
found AS (
  SELECT told.member_id, told.subject, told.subject_id, told.id::text AS cause,
         '{}'::jsonb AS context
    FROM outreach_message told
   WHERE told.notice = 'decided' AND told.sent_at IS NOT NULL AND told.read_at IS NULL
     AND told.sent_at BETWEEN %(at)s::timestamptz - interval '14 days'
                          AND %(at)s::timestamptz - interval '3 days'
     AND told.context->>'state' = ANY(%(not_agreed)s)
     AND NOT EXISTS (SELECT FROM claims_claim claim
                      WHERE claim.id = told.subject_id AND claim.appeal IS NOT NULL)
)
"""


def values() -> dict[str, Any]:
    return {"not_agreed": [str(state) for state in NOT_AGREED]}


def words(_context: Mapping[str, Any], answer: Answer | None) -> Words:
    assert answer is not None
    return Words(
        filled(_("You have not opened our decision about {thing}"), thing=thing(answer)),
        (
            plain(answer.headline),
            plain(answer.action.sentence),
            _("Open it to read why, and what you can do."),
        ),
    )


def why(_context: Mapping[str, Any]) -> str:
    return _("We wrote to you about a decision, and the message was not opened for three days.")


NUDGE = Nudge(
    notice=Notice(
        key="denied_unseen",
        version=1,
        kind=Kind.DEADLINE,
        about=gettext_noop("A decision that was not opened"),
        words=words,
        why=why,
        offers_call=True,
        lasts=dt.timedelta(days=5),
    ),
    purpose="care_reminders",
    category="claims",
    finds=FINDS,
    facts=(gettext_noop("Messages in the inbox that were not opened"),),
    cancels=gettext_noop("The member has opened the message, or a call is booked."),
    values=values,
)
