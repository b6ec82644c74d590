"""What a member reads about why we check something: no number that may be wrong, nobody's name."""

from django.utils.translation import gettext_noop as _

from claims.explanations.reason import Words
from claims.facts import HoldReason

HOLD_REASONS: dict[HoldReason, Words] = {
    HoldReason.OUT_OF_BALANCE: _(
        "We received a record about this claim. Its amounts do not add up."
    ),
    HoldReason.LINES_CONTRADICT_TOTAL: _(
        "We received a record about this claim. Its parts do not match its total."
    ),
    HoldReason.ORPHAN_REVERSAL: _(
        "We received a record that takes back a payment. We do not have that payment."
    ),
    HoldReason.SOURCES_DISAGREE: _("Two of our systems say different things about it."),
    HoldReason.MOVED_TO_ANOTHER_MEMBER: _(
        "We received a record with this claim's number. It may be about another claim."
    ),
}
