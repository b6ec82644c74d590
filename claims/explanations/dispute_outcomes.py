"""How a dispute of a bill ended, in words."""

from django.utils.translation import gettext_noop as _

from claims.facts import DisputeOutcome

OUTCOMES: dict[DisputeOutcome, str] = {
    DisputeOutcome.OPEN: _("We are checking it"),
    DisputeOutcome.RIGHT: _("You were right. You do not owe it."),
    DisputeOutcome.PARTLY: _("You were right in part. You owe less."),
    DisputeOutcome.UPHELD: _("The bill was right."),
    DisputeOutcome.WITHDRAWN: _("You took it back."),
}
