"""The rules by which the portal writes to members of its own accord: one file a rule."""

from outreach.nudges import (
    act_by,
    appeal_by,
    balance_due,
    checked_twice,
    date_passed,
    denied_unseen,
    order_late,
)
from outreach.nudges.nudge import Nudge

NUDGES: dict[str, Nudge] = {
    rule.NUDGE.key: rule.NUDGE
    for rule in (
        date_passed,
        act_by,
        appeal_by,
        denied_unseen,
        order_late,
        balance_due,
        checked_twice,
    )
}
