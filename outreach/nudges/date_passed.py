"""A date that we told the member has passed, and what we promised has not happened."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from claims.answers.answer import Answer, DateBasis
from claims.answers.words import day, plain
from outreach.notice import Kind, Notice, Words, date_in, filled, thing
from outreach.nudges.nudge import Nudge

# Acted on once: what is taken here is heeded in the same statement. Older ones are no news.
FINDS = """
taken AS (
  SELECT promise.* FROM claims_promise promise
    JOIN accounts_member member ON member.id = promise.member_id AND member.user_id IS NOT NULL
    JOIN accounts_consentnow consent ON consent.subject = member.subject
     AND consent.purpose = 'care_reminders' AND consent.category = 'claims'
     AND consent.decision = 'grant'
   WHERE promise.outcome = 'broken' AND promise.heeded_at IS NULL AND promise.claim_id IS NOT NULL
     AND promise.seen
     AND promise.settled_at > %(at)s::timestamptz - interval '7 days'
     FOR UPDATE OF promise SKIP LOCKED
), heeded AS (
  UPDATE claims_promise promise SET heeded_at = %(at)s
    FROM taken WHERE promise.id = taken.id RETURNING promise.*
), found AS (
  SELECT member_id, 'claim' AS subject, claim_id AS subject_id,
         claim_id || ':' || max(due_on) AS cause,
         jsonb_build_object('due_on', max(due_on)) AS context
    FROM heeded GROUP BY member_id, claim_id
)
"""


def words(context: Mapping[str, Any], answer: Answer | None) -> Words:
    assert answer is not None
    due_on = date_in(context, "due_on")
    return Words(
        filled(_("We are late with {thing}"), thing=thing(answer)),
        (
            filled(
                _("We told you {date}. That day has passed, and we are sorry."),
                date=plain(day(due_on, today=due_on)),
            ),
            plain(answer.headline),
            plain(answer.date.sentence),
            plain(answer.action.sentence),
        ),
    )


def why(context: Mapping[str, Any]) -> str:
    due_on = date_in(context, "due_on")
    return filled(
        _("We had told you {date}, and that day passed. We did not use what you looked at here."),
        date=plain(day(due_on, today=due_on)),
    )


def still(answer: Answer, _today: dt.date) -> bool:
    """Decided meanwhile, or a new date told: then there is nothing to be sorry for any more."""
    return not answer.settled and answer.date.basis != DateBasis.FACT


NUDGE = Nudge(
    notice=Notice(
        key="date_passed",
        version=1,
        kind=Kind.DEADLINE,
        about=gettext_noop("A date that we told you has passed"),
        words=words,
        why=why,
        wants=frozenset({"due_on"}),
        offers_call=False,
        lasts=dt.timedelta(days=7),
    ),
    purpose="care_reminders",
    category="claims",
    finds=FINDS,
    facts=(gettext_noop("Dates that we told the member, and what came of them"),),
    cancels=gettext_noop("The claim is decided before it is sent."),
    still=still,
)
