"""A bill is due in a few days, and it is not paid."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from claims.answers.answer import Answer
from claims.answers.words import plain
from outreach.notice import Kind, Notice, Words, filled, thing
from outreach.nudges.nudge import Nudge

FINDS = """
found AS (
  SELECT account.member_id, 'balance' AS subject, account.id AS subject_id,
         concat_ws(':', account.id, bill.due_on) AS cause,
         jsonb_build_object('due_on', bill.due_on) AS context
    FROM claims_statement bill
    JOIN claims_balance account ON account.id = bill.balance_id AND NOT account.conflict
    JOIN accounts_member member ON member.id = account.member_id
   WHERE bill.due_on - (%(at)s::timestamptz AT TIME ZONE member.time_zone)::date BETWEEN 0 AND 5
     AND NOT EXISTS (SELECT FROM claims_statement later WHERE later.balance_id = bill.balance_id
                        AND later.due_on > bill.due_on)
     AND (SELECT sum(cents) FROM claims_ledgerentry WHERE balance_id = account.id) > 0
)
"""


def words(_context: Mapping[str, Any], answer: Answer | None) -> Words:
    assert answer is not None
    said = (answer.headline, answer.action.sentence)
    return Words(
        filled(_("A bill is due soon: {thing}"), thing=thing(answer)),
        (*(plain(one) for one in said), _("If it looks wrong to you, ask us before you pay.")),
    )


def why(_context: Mapping[str, Any]) -> str:
    return _("A bill of yours is due in a few days, and we see no payment yet.")


def still(answer: Answer, today: dt.date) -> bool:
    """What is with a payer, disputed or beyond the member's share is not asked for."""
    due_on = answer.action.due_on
    asks = answer.action.kind == "pay" and answer.action.required
    return asks and (due_on is None or due_on >= today)


NUDGE = Nudge(
    notice=Notice(
        key="balance_due",
        version=1,
        kind=Kind.DEADLINE,
        about=gettext_noop("A bill is due soon"),
        words=words,
        why=why,
        wants=frozenset({"due_on"}),
        offers_call=True,
        lasts=dt.timedelta(days=4),
    ),
    purpose="care_reminders",
    category="balances",
    finds=FINDS,
    facts=(gettext_noop("Bills, the day they are due, and payments"),),
    cancels=gettext_noop("The bill is paid or questioned, or a call is booked."),
    still=still,
)
