"""What a claim's card says of each state, where one sentence fits all claims of that state.

``{provider}`` begins a sentence here. REQUEST is said of a request for approval instead.
"""

from django.utils.translation import gettext_noop

from claims.facts import ClaimState

CLAIM = {
    ClaimState.SUBMITTED: gettext_noop("Your claim was sent to us."),
    ClaimState.RECEIVED: gettext_noop("We have your claim."),
    ClaimState.IN_PROCESS: gettext_noop("A specialist is checking your claim."),
    ClaimState.REJECTED_FRONT_END: gettext_noop("{provider} must send this claim again."),
    ClaimState.NEEDS_CORRECTION: gettext_noop(
        "This claim needs a correction before we can decide it."
    ),
    ClaimState.UNKNOWN_CLAIM: gettext_noop("We cannot find this claim in our records."),
    ClaimState.FINALIZED_NO_PAYMENT: gettext_noop("We finished your claim without a payment."),
    ClaimState.FINALIZED_UNSPECIFIED: gettext_noop("We finished your claim."),
    ClaimState.WITH_OTHER_PAYER: gettext_noop("We sent this claim on to your other plan."),
    ClaimState.FORWARDED: gettext_noop("This claim was not for us. We sent it to the right plan."),
    ClaimState.ESTIMATE_ONLY: gettext_noop("This is an estimate. It is not a bill."),
    ClaimState.SPLIT: gettext_noop("We split this claim into several claims."),
    ClaimState.REPLACED: gettext_noop("A newer version of this claim took its place."),
    ClaimState.VOIDED: gettext_noop("This claim was taken back. It no longer counts."),
    ClaimState.CANCELLED: gettext_noop("This claim was cancelled."),
    ClaimState.APPROVED: gettext_noop("We approved this care."),
    ClaimState.PARTLY_APPROVED: gettext_noop("We approved part of this care."),
    ClaimState.APPROVED_CHANGED: gettext_noop("We approved this care with changes."),
    ClaimState.NOT_REQUIRED: gettext_noop("You do not need our approval for this care."),
    ClaimState.CALL_US: gettext_noop("We need to talk with you about this claim."),
}
REQUEST = {
    ClaimState.SUBMITTED: gettext_noop("Your request was sent to us."),
    ClaimState.RECEIVED: gettext_noop("We have your request."),
    ClaimState.IN_PROCESS: gettext_noop("A specialist is checking your request."),
    ClaimState.REJECTED_FRONT_END: gettext_noop("{provider} must send this request again."),
    ClaimState.NEEDS_CORRECTION: gettext_noop(
        "This request needs a correction before we can decide it."
    ),
    ClaimState.UNKNOWN_CLAIM: gettext_noop("We cannot find this request in our records."),
    ClaimState.FINALIZED_NO_PAYMENT: gettext_noop("We finished your request."),
    ClaimState.FINALIZED_UNSPECIFIED: gettext_noop("We finished your request."),
    ClaimState.WITH_OTHER_PAYER: gettext_noop("We sent this request on to your other plan."),
    ClaimState.FORWARDED: gettext_noop(
        "This request was not for us. We sent it to the right plan."
    ),
    ClaimState.SPLIT: gettext_noop("We split this request into several requests."),
    ClaimState.REVERSED: gettext_noop("We corrected an earlier answer."),
    ClaimState.REPLACED: gettext_noop("A newer version of this request took its place."),
    ClaimState.VOIDED: gettext_noop("This request was taken back. It no longer counts."),
    ClaimState.CANCELLED: gettext_noop("This request was cancelled."),
    ClaimState.CALL_US: gettext_noop("We need to talk with you about this request."),
}
SECOND = {
    ClaimState.REJECTED_FRONT_END: gettext_noop(
        "We have not decided it. You do not have to pay for it yet."
    ),
    ClaimState.SUBMITTED: gettext_noop("We have not started to check it yet."),
    ClaimState.UNKNOWN_CLAIM: gettext_noop("It may be under another number or with another plan."),
    ClaimState.REVERSED: gettext_noop(
        "If you paid a bill for it already, do not pay twice. Wait for the new result."
    ),
    ClaimState.VOIDED: gettext_noop("If you get a bill for it, call us before you pay."),
    ClaimState.CANCELLED: gettext_noop("If you get a bill for it, call us before you pay."),
    ClaimState.FORWARDED: gettext_noop("That plan decides it and tells you."),
    ClaimState.ESTIMATE_ONLY: gettext_noop("The real amounts come with the claim, after the care."),
    ClaimState.REPLACED: gettext_noop(
        "We do not have the newer version yet. Call us before you pay a bill for it."
    ),
    ClaimState.SPLIT: gettext_noop("Each part gets its own answer."),
}
SECOND_OF_REQUEST = {
    ClaimState.SUBMITTED: gettext_noop("We have not started to check it yet."),
    ClaimState.REJECTED_FRONT_END: gettext_noop("We have not decided it."),
    ClaimState.UNKNOWN_CLAIM: gettext_noop("It may be under another number or with another plan."),
    ClaimState.APPROVED_CHANGED: gettext_noop("Ask us what changed."),
    ClaimState.REVERSED: gettext_noop("A new answer follows."),
    ClaimState.FORWARDED: gettext_noop("That plan decides it and tells you."),
    ClaimState.ESTIMATE_ONLY: gettext_noop("The real amounts come with the claim, after the care."),
    ClaimState.REPLACED: gettext_noop("We do not have the newer version yet."),
    ClaimState.SPLIT: gettext_noop("Each part gets its own answer."),
}
