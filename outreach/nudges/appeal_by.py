"""A claim was not agreed, no appeal was sent, and the last day to appeal is near."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from claims.answers.answer import Answer
from claims.answers.words import plain
from claims.deadlines.appeal_rules import APPEAL_RULES
from claims.deadlines.rule import Step
from claims.models.claim_query import NOT_AGREED
from outreach.notice import Kind, Notice, Words, filled, thing
from outreach.nudges.nudge import Nudge

NEAR = 14  # days before the last one
# The law's last day counts from the letter; weekends may move it a little, so the search looks a
# few days further, and the answer, which knows the very day, decides when it is sent.
FINDS = """
found AS (
  SELECT claim.member_id, 'claim' AS subject, claim.id AS subject_id,
         concat_ws(':', claim.id, claim.notice_on, window_of.step) AS cause,
         '{}'::jsonb AS context
    FROM claims_claim claim
    JOIN claims_plan plan ON plan.id = claim.plan_id
    JOIN accounts_member member ON member.id = claim.member_id
    JOIN unnest(%(programs)s::text[], %(days)s::int[], %(presumed)s::int[])
         AS law(program, days, presumed) ON law.program = plan.program
    JOIN LATERAL (
      SELECT coalesce(claim.notice_received_on, claim.notice_on + law.presumed) + law.days
             - (%(at)s::timestamptz AT TIME ZONE member.time_zone)::date AS days_left
    ) last_day ON true
    JOIN LATERAL (SELECT CASE WHEN days_left <= 2 THEN 2 WHEN days_left <= 7 THEN 7 ELSE 14 END
                  AS step) window_of ON true
   WHERE claim.state = ANY(%(not_agreed)s) AND claim.superseded_by_id IS NULL AND claim.held = ''
     AND claim.conflict = '{}' AND claim.notice_on IS NOT NULL AND days_left BETWEEN 0 AND %(near)s
     AND (claim.appeal IS NULL OR claim.appeal->>'state' = 'draft')
)
"""


def values() -> dict[str, Any]:
    rules = [
        (str(program), rule.days, rule.presumed)
        for rule in APPEAL_RULES
        if rule.step is Step.APPEAL
        for program in rule.programs
    ]
    programs, days, presumed = (list(column) for column in zip(*rules, strict=True))
    return {
        "programs": programs,
        "days": days,
        "presumed": presumed,
        "not_agreed": [str(state) for state in NOT_AGREED],
        "near": NEAR,
    }


def words(_context: Mapping[str, Any], answer: Answer | None) -> Words:
    assert answer is not None
    said = (answer.action.sentence, answer.action.days_left)
    return Words(
        filled(_("Your time to appeal is running for {thing}"), thing=thing(answer)),
        (*(plain(one) for one in said if one), _("Open it to read why, and what you can do.")),
    )


def why(_context: Mapping[str, Any]) -> str:
    return _("The last day to appeal is near, and we have no appeal from you.")


def still(answer: Answer, today: dt.date) -> bool:
    due_on = answer.action.due_on
    return due_on is not None and 0 <= (due_on - today).days <= NEAR


NUDGE = Nudge(
    notice=Notice(
        key="appeal_by",
        version=1,
        kind=Kind.DEADLINE,
        about=gettext_noop("The last day to appeal is near"),
        words=words,
        why=why,
        offers_call=True,
        lasts=dt.timedelta(days=5),
    ),
    purpose="care_reminders",
    category="claims",
    finds=FINDS,
    facts=(gettext_noop("Decisions, the day of their letter, and the law that applies"),),
    cancels=gettext_noop("An appeal was made, the time is over, or a call is booked."),
    values=values,
    still=still,
    apart=dt.timedelta(days=2),
)
