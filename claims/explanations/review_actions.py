"""What was decided about one service of a request, in words (X12 306; Da Vinci PAS)."""

from django.utils.translation import gettext_noop as _

from claims.explanations.reason import Words

REVIEWED: dict[str, Words] = {
    "A1": _("Approved."),
    "A2": _("Approved in part. Ask us which part."),
    "A3": _("Not approved."),
    "A4": _("We asked for more information."),
    "A6": _("Approved with changes. Ask us what changed."),
    "C": _("Cancelled."),
    "CT": _("We need to talk with you about it."),
    "NA": _("You do not need our approval for it."),
}
