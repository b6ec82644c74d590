"""What was decided about one service of a request, in words (X12 306; Da Vinci PAS)."""

from django.utils.translation import gettext_noop as _
from msgspec import Struct

from claims.explanations.reason import Words


class Reviewed(Struct, frozen=True):
    """``counted`` says it with how many; ``ask`` belongs to it where nobody says what changed."""

    alone: Words
    counted: Words = ""
    ask: Words = ""


REVIEWED: dict[str, Reviewed] = {
    "A1": Reviewed(_("Approved."), _("Approved: {number}.")),
    "A2": Reviewed(
        _("Approved in part."), _("Approved in part: {number}."), _("Ask us which part.")
    ),
    "A3": Reviewed(_("Not approved.")),
    "A4": Reviewed(_("Not decided yet.")),
    "A6": Reviewed(
        _("Approved with changes."),
        _("Approved with changes: {number}."),
        _("Ask us what changed."),
    ),
    "C": Reviewed(_("Cancelled.")),
    "CT": Reviewed(_("We need to talk with you about it.")),
    "NA": Reviewed(_("You do not need our approval for it.")),
}
