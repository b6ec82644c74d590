"""What each state of a claim means for the person who reads it: one row a state.

``title`` names the event in a timeline and the status in a page's title. ``request`` is the same
for a prior approval, where nothing was billed yet.
"""

from django.utils.translation import gettext_noop as _

from claims.answers.answer import Tag
from claims.answers.words import gettext
from claims.explanations.reason import Words
from claims.explanations.state import Family, StateWords
from claims.facts import ClaimState

SENT, ARRIVED, WORKING, DECIDED, UNDONE, GONE = range(6)

STATES: dict[ClaimState, StateWords] = {
    row.state: row
    for row in (
        StateWords(
            state=ClaimState.SUBMITTED,
            family=Family.OPEN,
            tag=Tag.WAITING_FOR_US,
            title=_("The claim was sent to us"),
            request=_("The request was sent to us"),
            progress=SENT,
        ),
        StateWords(
            state=ClaimState.RECEIVED,
            family=Family.OPEN,
            tag=Tag.WAITING_FOR_US,
            title=_("We received the claim"),
            request=_("We received the request"),
            progress=ARRIVED,
        ),
        StateWords(
            state=ClaimState.IN_PROCESS,
            family=Family.OPEN,
            tag=Tag.WAITING_FOR_US,
            title=_("We are checking the claim"),
            request=_("We are checking the request"),
            progress=WORKING,
        ),
        StateWords(
            state=ClaimState.PENDED_INFO,
            family=Family.PENDED,
            tag=Tag.WAITING_FOR_US,
            title=_("We asked for more information"),
            request=_("We have not decided yet"),
            progress=WORKING,
        ),
        StateWords(
            state=ClaimState.REJECTED_FRONT_END,
            family=Family.RETURNED,
            tag=Tag.WAITING_FOR_US,
            title=_("The claim was sent back to the provider"),
            request=_("The request was sent back to the provider"),
            progress=ARRIVED,
        ),
        StateWords(
            state=ClaimState.NEEDS_CORRECTION,
            family=Family.RETURNED,
            tag=Tag.WAITING_FOR_US,
            title=_("The claim needs a correction"),
            request=_("The request needs a correction"),
            progress=WORKING,
        ),
        StateWords(
            state=ClaimState.UNKNOWN_CLAIM,
            family=Family.RETURNED,
            tag=Tag.CHECKING,
            title=_("We could not find the claim"),
            request=_("We could not find the request"),
            progress=SENT,
        ),
        StateWords(
            state=ClaimState.PAID,
            family=Family.PAID,
            tag=Tag.DONE,
            title=_("We paid the claim"),
            request=_("We finished the request"),
            settled=True,
            progress=DECIDED,
        ),
        StateWords(
            state=ClaimState.PARTIALLY_DENIED,
            family=Family.PAID,
            tag=Tag.DONE,
            title=_("We paid part of the claim"),
            request=_("We finished the request"),
            settled=True,
            progress=DECIDED,
        ),
        StateWords(
            state=ClaimState.DENIED,
            family=Family.DENIED,
            tag=Tag.NOT_AGREED,
            title=_("We did not agree to pay the claim"),
            request=_("We did not agree to the request"),
            settled=True,
            progress=DECIDED,
        ),
        StateWords(
            state=ClaimState.FINALIZED_NO_PAYMENT,
            family=Family.FINISHED,
            tag=Tag.DONE,
            title=_("We finished the claim without a payment"),
            request=_("We finished the request"),
            settled=True,
            progress=DECIDED,
        ),
        StateWords(
            state=ClaimState.FINALIZED_UNSPECIFIED,
            family=Family.FINISHED,
            tag=Tag.DONE,
            title=_("We finished the claim"),
            request=_("We finished the request"),
            settled=True,
            progress=DECIDED,
        ),
        StateWords(
            state=ClaimState.WITH_OTHER_PAYER,
            family=Family.ELSEWHERE,
            tag=Tag.WAITING_FOR_US,
            title=_("We sent the claim on to your other plan"),
            request=_("We sent the request on to your other plan"),
            progress=DECIDED,
        ),
        StateWords(
            state=ClaimState.FORWARDED,
            family=Family.ELSEWHERE,
            tag=Tag.DONE,
            title=_("We sent the claim to the right plan"),
            request=_("We sent the request to the right plan"),
            settled=True,
            progress=DECIDED,
        ),
        StateWords(
            state=ClaimState.ESTIMATE_ONLY,
            family=Family.ESTIMATE,
            tag=Tag.DONE,
            title=_("We worked out an estimate"),
            settled=True,
            progress=DECIDED,
        ),
        StateWords(
            state=ClaimState.SPLIT,
            family=Family.CLOSED,
            tag=Tag.DONE,
            title=_("We split the claim"),
            request=_("We split the request"),
            settled=True,
            progress=WORKING,
        ),
        StateWords(
            state=ClaimState.REVERSED,
            family=Family.CLOSED,
            tag=Tag.WAITING_FOR_US,
            title=_("We took back an earlier payment"),
            request=_("We took back an earlier answer"),
            progress=UNDONE,
        ),
        StateWords(
            state=ClaimState.REPLACED,
            family=Family.CLOSED,
            tag=Tag.DONE,
            title=_("A newer version took its place"),
            settled=True,
            progress=GONE,
        ),
        StateWords(
            state=ClaimState.VOIDED,
            family=Family.CLOSED,
            tag=Tag.DONE,
            title=_("The claim was taken back"),
            request=_("The request was taken back"),
            settled=True,
            progress=GONE,
        ),
        StateWords(
            state=ClaimState.CANCELLED,
            family=Family.CLOSED,
            tag=Tag.DONE,
            title=_("The claim was cancelled"),
            request=_("The request was cancelled"),
            settled=True,
            progress=GONE,
        ),
        StateWords(
            state=ClaimState.APPROVED,
            family=Family.APPROVED,
            tag=Tag.DONE,
            title=_("We approved the request"),
            settled=True,
            progress=DECIDED,
        ),
        StateWords(
            state=ClaimState.PARTLY_APPROVED,
            family=Family.APPROVED,
            tag=Tag.DONE,
            title=_("We approved part of the request"),
            settled=True,
            progress=DECIDED,
        ),
        StateWords(
            state=ClaimState.APPROVED_CHANGED,
            family=Family.APPROVED,
            tag=Tag.DONE,
            title=_("We approved the request with changes"),
            settled=True,
            progress=DECIDED,
        ),
        StateWords(
            state=ClaimState.NOT_REQUIRED,
            family=Family.APPROVED,
            tag=Tag.DONE,
            title=_("You do not need an approval"),
            settled=True,
            progress=DECIDED,
        ),
        StateWords(
            state=ClaimState.CALL_US,
            family=Family.TALK,
            tag=Tag.WAITING_FOR_YOU,
            title=_("We need to talk with you"),
            progress=WORKING,
        ),
        StateWords(
            state=ClaimState.UNRECOGNISED,
            family=Family.CHECKING,
            tag=Tag.CHECKING,
            title=_("We are checking this status"),
            progress=WORKING,
        ),
        StateWords(
            state=ClaimState.HIDDEN,
            family=Family.CHECKING,
            tag=Tag.CHECKING,
            title=_("We are checking this status"),
            progress=WORKING,
        ),
    )
}


def tag_label(tag: Tag) -> str:
    """The five tags in words; the finer status is a sentence, never a sixth tag."""
    return gettext(_TAG_LABELS[tag])


_TAG_LABELS: dict[Tag, Words] = {
    Tag.WAITING_FOR_US: _("Waiting for us"),
    Tag.WAITING_FOR_YOU: _("Waiting for you"),
    Tag.DONE: _("Done"),
    Tag.NOT_AGREED: _("Not agreed"),
    Tag.CHECKING: _("We are checking"),
}
