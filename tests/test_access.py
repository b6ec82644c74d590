"""Every address of the portal, and who may open it: one table, asked by real requests.

An address that the table does not name fails the test, so nobody adds a page without deciding.
"""

from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any, NamedTuple

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pytest_django import DjangoDbBlocker

from accounts.consent.catalogue import PURPOSES
from accounts.consent.wordings import shown
from accounts.models import Inference, LegalHold, Member, Role, User
from accounts.regimes import Kind
from accounts.rights.requests import ask
from claims.models import Feedback, RequestAnswer, SecondLook
from outreach import talk
from outreach.letters import Stop
from outreach.models import Team
from tests import make
from tests.accounts.proof.deciding import turn
from tests.people import browser_of

IN = "sign in"  # redirected to the sign-in page
GO = "elsewhere"  # redirected to another page, which has a row of its own
OK, NONE, NO, GONE, BAD, STRANGE, UNSIGNED = 200, 204, 403, 404, 400, 415, 401

#: Everyone whom the table asks about, in the order of its columns. ``maya`` is the owner.
WHO = ("anonymous", "maya", "omar", "specialist", "supervisor", "privacy officer", "operator")


class Row(NamedTuple):
    """``path`` takes what `things` made for maya; ``typed`` makes it a POST."""

    path: Callable[[dict[str, Any]], list[Any]] | None
    typed: dict[str, Any] | None
    answers: tuple[int | str, ...]


def get(*answers: int | str, at: Callable | None = None) -> Row:
    return Row(at, None, answers)


def post(*answers: int | str, at: Callable | None = None, **typed: Any) -> Row:
    return Row(at, typed, answers)


def of(name: str) -> Callable[[dict[str, Any]], list[Any]]:
    return lambda things: [things[name].pk]


def about_claim(things: dict[str, Any]) -> list[Any]:
    return [f"claim:{things['claim'].pk}"]


def task_of_claim(things: dict[str, Any]) -> list[Any]:
    return [things["asked"].pk, "508-279"]


def about_claim_and_summary(things: dict[str, Any]) -> list[Any]:
    return [*about_claim(things), "summary"]


def about_claim_and_person(things: dict[str, Any]) -> list[Any]:
    return [*about_claim(things), things["trusted_person"].pk]


MEMBERS = (IN, OK, OK, NO, NO, NO, NO)
OWNER = (IN, OK, GONE, NO, NO, NO, NO)
OWNER_CHANGES = (IN, GO, GONE, NO, NO, NO, NO)
OFFICERS = (IN, NO, NO, NO, NO, OK, NO)
RULES = (IN, NO, NO, NO, OK, OK, OK)
RULES_CHANGE = (IN, NO, NO, NO, GO, GO, GO)
OPERATORS = (IN, NO, NO, NO, NO, NO, OK)
OPERATOR_CHANGES = (IN, NO, NO, NO, NO, NO, GO)
EVERYONE = (OK,) * 7
SIGNED_IN = (IN, OK, OK, OK, OK, OK, OK)
STRANGERS = (OK, GO, GO, GO, GO, GO, GO)
ASKED_AGAIN = (IN, GO, GO, GO, GO, GO, GO)  # is it still you?
NOT_SET_UP = (IN, GONE, GONE, GONE, GONE, GONE, GONE)

TABLE = {
    # The shell
    "home": get(IN, OK, OK, GO, GO, GO, GO),
    "search": get(*MEMBERS),
    "accessibility": get(*EVERYONE),
    "components": get(*EVERYONE),  # in the demo only
    "checkout": get(*(GONE,) * 7, at=lambda _things: ["unsigned"]),  # in the demo, by a signed link
    "csp_report": post(*(BAD,) * 7),  # open; an empty report is refused
    "gpc": get(*EVERYONE),
    "health": get(*EVERYONE),
    # Accounts
    "accounts:settings": get(IN, OK, OK, GO, GO, GO, GO),
    "accounts:phone_create": get(IN, GO, GO, NO, NO, NO, NO),
    "accounts:phone_update": get(IN, GO, GO, NO, NO, NO, NO, at=of("phone")),
    "accounts:keeping": get(*SIGNED_IN),
    "accounts:audit_request_list": get(IN, NO, NO, NO, OK, OK, NO),
    "accounts:audit_request_create": get(IN, NO, NO, NO, NO, OK, NO),
    "accounts:audit_request_detail": get(IN, NO, NO, NO, NO, OK, NO, at=of("data_request")),
    "accounts:legal_hold_list": get(IN, NO, NO, NO, NO, OK, NO),
    "accounts:legal_hold_ending_create": post(IN, NO, NO, NO, NO, GO, NO, at=of("legal_hold")),
    "accounts:data": get(*MEMBERS),
    "accounts:copy_create": get(IN, GO, GO, NO, NO, NO, NO),  # is it still you?
    "accounts:correction_create": get(*MEMBERS),
    "accounts:deletion_create": get(IN, GO, GO, NO, NO, NO, NO),
    "accounts:data_request_detail": get(*OWNER, at=of("data_request")),
    "accounts:copy_detail": get(IN, GO, GO, NO, NO, NO, NO, at=of("data_request")),
    "accounts:copy_table": get(
        IN, GO, GO, NO, NO, NO, NO, at=lambda things: [things["data_request"].pk, 0]
    ),
    "accounts:copy_download": get(IN, GO, GO, NO, NO, NO, NO, at=of("data_request")),
    "accounts:access_record_list": get(*OFFICERS),
    "accounts:audit": get(*OFFICERS),
    "accounts:emergency_access_list": get(*OFFICERS),
    "accounts:emergency_access_detail": get(*OFFICERS, at=of("emergency")),
    "accounts:inspection_create": get(*OFFICERS),
    "accounts:inspection_detail": get(*OFFICERS, at=of("inspection")),
    "accounts:inspection_event_list": get(*OFFICERS, at=of("inspection")),
    "accounts:inspection_use_list": get(*OFFICERS, at=of("inspection")),
    "accounts:consent_event_list": get(*OFFICERS),
    "accounts:access_record_list_csv": get(*OFFICERS),
    "accounts:consent_event_list_csv": get(*OFFICERS),
    "accounts:inspection_event_list_csv": get(*OFFICERS, at=of("inspection")),
    "accounts:inspection_record": get(*OFFICERS, at=of("inspection")),
    "accounts:inspection_use_list_csv": get(*OFFICERS, at=of("inspection")),
    "accounts:audit_export_list": get(*OFFICERS),
    "accounts:population": get(*OFFICERS),
    "accounts:anomaly_list": get(*OFFICERS),
    "accounts:wording_list": get(*OFFICERS),
    "accounts:wording_detail": get(*OFFICERS, at=lambda things: things["wording"]),
    "accounts:persona": get(*MEMBERS),
    "accounts:choice_update": post(IN, BAD, BAD, NO, NO, NO, NO),  # no choice named
    "accounts:answer_create": post(IN, GO, GO, NO, NO, NO, NO),
    "accounts:signature_create": get(*MEMBERS, at=lambda _things: ["health_suggestions"]),
    "accounts:choice_stop": post(IN, GO, GO, NO, NO, NO, NO),
    "accounts:pause_create": post(IN, GO, GO, NO, NO, NO, NO),
    "accounts:pause_end": post(IN, GO, GO, NO, NO, NO, NO),
    "accounts:history": get(*MEMBERS),
    "accounts:use_list": get(*MEMBERS),
    "accounts:undo_create": post(IN, GO, GO, NO, NO, NO, NO),
    "accounts:activity_forget": post(IN, OK, OK, NO, NO, NO, NO),  # no day named
    "accounts:preference_update": get(*MEMBERS, at=lambda _things: ["matters"]),
    "accounts:preference_forget": post(IN, GO, GO, NO, NO, NO, NO, at=lambda _things: ["matters"]),
    "accounts:inference_update": get(*OWNER, at=lambda _things: ["call_time"]),
    "accounts:inference_forget": post(*OWNER_CHANGES, at=lambda _things: ["call_time"]),
    "accounts:signal": get(*MEMBERS),
    "accounts:signal_confirmation_create": post(IN, GO, GO, NO, NO, NO, NO),
    "accounts:trusted_person_list": get(*MEMBERS),
    "accounts:trusted_person_create": get(IN, GO, GO, NO, NO, NO, NO),
    "accounts:trusted_person_detail": get(*OWNER, at=of("trusted_person")),
    "accounts:trusted_person_update": get(IN, GO, GO, NO, NO, NO, NO, at=of("trusted_person")),
    "accounts:trusted_person_ending_create": post(*OWNER_CHANGES, at=of("trusted_person")),
    "accounts:helping_list": get(*MEMBERS),
    "accounts:helping_create": post(IN, GONE, GONE, NO, NO, NO, NO, at=of("trusted_person")),
    "accounts:helping_delete": post(IN, GO, GO, NO, NO, NO, NO),
    "accounts:acceptance_create": post(IN, GONE, GONE, NO, NO, NO, NO, at=of("trusted_person")),
    "accounts:refusal_create": post(IN, GONE, GONE, NO, NO, NO, NO, at=of("trusted_person")),
    "accounts:record": get(IN, NO, NO, NO, NO, OK, NO),
    "accounts:record_check_create": post(IN, NO, NO, NO, NO, GO, NO),
    "accounts:record_export": get(IN, NO, NO, NO, NO, OK, NO),
    "accounts:record_verifier": get(*SIGNED_IN),
    "accounts:consent_receipt": get(IN, GO, GONE, NO, NO, NO, NO, at=of("decision")),  # not sealed
    "accounts:demo_sign_in": post(*(GONE,) * 7),  # in the demo only, and not as these people
    "set_language": post(*(GO,) * 7, language="en"),
    "session_keepalive": post(IN, NONE, NONE, NONE, NONE, NONE, NONE),
    "usersessions_list": get(*SIGNED_IN),
    # Claims, orders, balances
    "claims:approval_list": get(*MEMBERS),
    "claims:approval_detail": get(*OWNER, at=of("approval")),
    "claims:claim_list": get(*MEMBERS),
    "claims:claim_detail": get(*OWNER, at=of("claim")),
    "claims:claim_receipt": get(*OWNER, at=of("claim")),
    "claims:task_list": get(*OWNER, at=of("asked")),
    "claims:task_detail": get(*OWNER, at=task_of_claim),
    "claims:instead_create": get(*OWNER, at=task_of_claim),
    "claims:second_look_create": get(*OWNER, at=lambda things: [things["second_look"].claim_id]),
    "claims:all_sent_create": post(*OWNER_CHANGES, at=task_of_claim),
    "claims:more_time_create": post(*OWNER_CHANGES, at=of("asked")),
    "claims:appeal_create": get(IN, GO, GONE, NO, NO, NO, NO, at=of("refused")),
    "claims:appeal_step": get(*OWNER, at=lambda things: [things["refused"].pk, "statement"]),
    "claims:appeal_draft_update": post(*OWNER_CHANGES, at=of("refused")),
    "claims:appeal_discard": post(*OWNER_CHANGES, at=of("refused")),
    "claims:appeal_detail": get(*OWNER, at=of("appeal")),
    "claims:appeal_receipt": get(*OWNER, at=of("appeal")),
    "claims:appeal_letter": get(*OWNER, at=of("appeal")),
    "claims:appeal_letter_pdf": get(*OWNER, at=of("appeal")),
    "claims:appeal_withdrawal_create": get(*OWNER, at=of("appeal")),
    "claims:order_list": get(*MEMBERS),
    "claims:order_detail": get(*OWNER, at=of("order")),
    "claims:order_needed_by": get(*OWNER, at=of("order")),
    "claims:order_choice_create": get(
        *OWNER_CHANGES, at=lambda things: [things["order"].pk, "cancel"]
    ),  # of one that is on its way, and cannot be
    "claims:balance_list": get(*MEMBERS),
    "claims:balance_detail": get(*OWNER, at=of("balance")),
    "claims:document_list": get(*OWNER, at=about_claim),
    "claims:upload_create": post(IN, BAD, BAD, NO, NO, NO, NO),  # of nothing
    "claims:upload_detail": get(*OWNER, at=of("document")),
    "claims:letter_detail": get(*OWNER, at=about_claim_and_summary),
    "claims:letter_file": get(*OWNER, at=about_claim_and_summary),
    "claims:document_detail": get(*OWNER, at=of("document")),
    "claims:dispute_document_detail": get(
        *(IN, NO, NO, GONE, GONE, NO, NO), at=lambda things: [things["dispute"].pk] * 2
    ),  # of one that was not sent
    "claims:payment_create": get(*OWNER, at=of("balance")),
    "claims:payment_detail": get(*OWNER, at=of("payment")),
    "claims:session_create": post(*OWNER_CHANGES, at=of("payment")),
    "claims:payment_event_create": post(*(UNSIGNED,) * 7),
    "claims:payment_event_list": get(*OPERATORS),
    "claims:payment_try_create": post(*OPERATOR_CHANGES, at=lambda _things: [1]),
    "claims:payment_event_end": get(
        *(IN, NO, NO, NO, NO, NO, GONE), at=lambda _things: [1]
    ),  # of one that is not parked
    "claims:payment_plan_create": get(*OWNER, at=of("balance")),
    "claims:payment_plan_detail": get(IN, GONE, GONE, NO, NO, NO, NO, at=of("balance")),  # no plan
    "claims:payment_plan_ending_create": get(IN, GONE, GONE, NO, NO, NO, NO, at=of("balance")),
    "claims:dispute_create": get(*OWNER, at=of("balance")),
    "claims:dispute_detail": get(*OWNER, at=of("dispute")),
    "claims:withdrawal_create": get(*OWNER, at=of("dispute")),
    "claims:dispute_list": get(IN, NO, NO, OK, OK, NO, NO),
    "claims:dispute_answer_create": get(IN, NO, NO, OK, OK, NO, NO, at=of("dispute")),
    "claims:sharing_detail": get(*OWNER, at=about_claim),
    "claims:hiding_create": post(*OWNER_CHANGES, at=about_claim),
    "claims:hiding_delete": post(IN, GO, GO, NO, NO, NO, NO, at=about_claim),
    "claims:grant_create": post(IN, GO, GO, NO, NO, NO, NO, at=about_claim_and_person),
    "claims:grant_delete": post(*OWNER_CHANGES, at=about_claim_and_person),
    "claims:hit_rate": get(*EVERYONE),
    "claims:hit_rate_by_source": get(*OPERATORS),
    "claims:appeal_review_list": get(IN, NO, NO, OK, OK, NO, OK),
    "claims:appeal_review_detail": get(IN, NO, NO, OK, OK, NO, OK, at=of("appeal")),
    "claims:appeal_document_detail": get(
        *(IN, NO, NO, GONE, GONE, NO, NO),
        at=lambda things: [things["appeal"].pk, things["document"].pk],
    ),  # of one that was not sent with it
    "claims:hold_list": get(IN, NO, NO, NO, OK, NO, OK),
    "claims:hold_detail": get(IN, NO, NO, NO, OK, NO, OK, at=of("hold")),
    "claims:source_list": get(*OPERATORS),
    "claims:source_detail": get(*OPERATORS, at=of("source")),
    "claims:code_note_create": post(
        *OPERATOR_CHANGES, at=lambda things: [things["source"].pk, things["code"].pk]
    ),
    "claims:batch_detail": get(*OPERATORS, at=of("batch")),
    "claims:webhook_try_create": post(
        *(IN, NO, NO, NO, NO, NO, GONE), at=lambda things: [things["source"].pk, 1]
    ),  # of an event that is not parked
    "claims:refusal_list_csv": get(*OPERATORS, at=of("batch")),
    "claims:refusal_list_jsonl": get(*OPERATORS, at=of("batch")),
    "claims:run_create": get(*OPERATORS, at=of("batch")),
    "claims:feedback_create": post(IN, GONE, GONE, NO, NO, NO, NO),  # about nothing
    "claims:feedback_detail": get(*OWNER, at=of("feedback")),
    # Writes without a session: a signature opens it, and who is signed in is all the same
    "claims:webhook_event_create": post(*(STRANGE,) * 7, at=lambda _things: ["easypost"]),
    # Calls and the desk
    "outreach:call_request_create": get(*MEMBERS),
    "outreach:call_request_detail": get(*OWNER, at=of("call_request")),
    "outreach:cancellation_create": post(*OWNER_CHANGES, at=of("call_request")),
    "outreach:booking_create": post(IN, GO, GO, NO, NO, NO, NO),
    "outreach:booking_detail": get(*OWNER, at=of("booking")),
    "outreach:booking_cancellation_create": post(*OWNER_CHANGES, at=of("booking")),
    "outreach:booking_restoration_create": post(*OWNER_CHANGES, at=of("booking")),
    "outreach:booking_zone_create": post(*OWNER_CHANGES, at=of("booking"), zone="Europe/Paris"),
    "outreach:booking_update": get(*OWNER, at=of("booking")),
    "outreach:booking_calendar": get(*OWNER, at=of("booking")),
    "outreach:payment_create": get(*OWNER, at=of("balance")),
    "outreach:follow_create": post(IN, GONE, GONE, NO, NO, NO, NO),  # of nothing
    "outreach:follow_end": post(IN, GONE, GONE, NO, NO, NO, NO),
    "outreach:inbox": get(*MEMBERS),
    "outreach:message_detail": get(*OWNER, at=of("message")),
    "outreach:recovery_detail": get(*OWNER, at=of("recovery")),
    "outreach:recovery_list": get(IN, NO, NO, OK, OK, NO, NO),
    "outreach:recovery_step_create": get(IN, NO, NO, OK, OK, NO, NO, at=of("recovery")),
    "outreach:goodwill_create": post(IN, NO, NO, OK, OK, NO, NO, at=of("recovery")),  # of nothing
    "outreach:goodwill_list": get(IN, NO, NO, NO, OK, OK, NO),
    "outreach:message_record_list": get(*OFFICERS, at=of("inspection")),
    "outreach:silence_create": post(
        *(IN, NO, NO, GONE, GONE, NO, NO), at=of("call")
    ),  # for no reason
    "outreach:unread_count": get(*MEMBERS),
    "outreach:thread_list": get(*MEMBERS),
    "outreach:thread_create": get(*MEMBERS),
    "outreach:draft_update": post(IN, OK, OK, NO, NO, NO, NO),  # of nothing in particular
    "outreach:thread_detail": get(*OWNER, at=of("thread")),
    "outreach:thread_answer_list": get(IN, NO, NO, OK, OK, NO, NO),
    "outreach:thread_answer_create": get(IN, NO, NO, OK, OK, NO, NO, at=of("thread")),
    "outreach:thread_settlement_create": post(IN, NO, NO, GO, GO, NO, NO, at=of("thread")),
    "outreach:thread_document": get(
        *(IN, NO, NO, GONE, GONE, NO, NO), at=lambda things: [things["thread"].pk] * 2
    ),  # of one that was not sent
    "outreach:stop_create": post(*OWNER_CHANGES, at=of("message")),
    "outreach:refusal_list": get(*MEMBERS),
    "outreach:reach": get(*MEMBERS),
    "outreach:silence_end": post(IN, GO, GO, NO, NO, NO, NO, at=lambda _things: [1]),
    "outreach:device_create": post(*(IN, GONE, GONE, NO, NO, NO, NO)),  # nobody sends there
    "outreach:device_end": post(*(IN, GO, GO, NO, NO, NO, NO), at=of("claim")),  # of none
    "outreach:phone_proof_create": get(
        *(IN, GONE, GONE, NO, NO, NO, NO), at=of("phone")
    ),  # no texts
    "outreach:new_number_update": get(*(IN, GO, GO, NO, NO, NO, NO)),
    "outreach:mail_receipt": post(*(GONE,) * 7),  # not set up; then unsigned
    "outreach:text_receipt": post(*(GONE,) * 7),
    "outreach:rule_list": get(*RULES),
    "outreach:rule_detail": get(*RULES, at=lambda _things: ["act_by"]),
    "outreach:dry_run_create": post(*RULES, at=lambda _things: ["act_by"]),
    "outreach:proposal_create": post(*RULES_CHANGE, at=lambda _things: ["act_by"]),
    "outreach:start_create": post(*RULES_CHANGE, at=lambda _things: ["act_by"]),
    "outreach:rule_stop_create": post(*RULES_CHANGE, at=lambda _things: ["everything"]),
    "outreach:go_on_create": post(*RULES_CHANGE, at=lambda _things: ["everything"]),
    "outreach:undelivered_list": get(*RULES),
    "outreach:again_create": post(
        *(IN, NO, NO, NO, GONE, GONE, GONE), at=lambda things: ["messages", things["claim"].pk]
    ),  # of one that was not given up
    "outreach:closing_create": post(
        *(IN, NO, NO, NO, GONE, GONE, GONE), at=lambda things: ["messages", things["claim"].pk]
    ),
    "outreach:stop": get(*EVERYONE, at=lambda things: [things["stop"].token()]),
    "outreach:desk": get(IN, NO, NO, OK, OK, GO, GO),
    "outreach:late_date_list": get(IN, NO, NO, OK, OK, NO, NO),
    "outreach:late_date_detail": get(IN, NO, NO, OK, OK, NO, NO, at=of("late_date")),
    "outreach:call_create": post(IN, NO, NO, GO, GO, NO, NO, at=of("call_request")),
    "outreach:unanswered_call_create": post(IN, NO, NO, GO, GO, NO, NO, at=of("booking")),
    "outreach:specialist_list": get(IN, NO, NO, GO, OK, NO, NO),
    "outreach:specialist_detail": get(IN, NO, NO, NO, OK, NO, NO, at=of("dana")),
    "outreach:specialist_create": get(IN, NO, NO, NO, OK, NO, NO),
    "outreach:training_update": get(IN, NO, NO, NO, OK, NO, NO, at=of("dana")),
    "outreach:time_off_create": post(IN, NO, NO, NO, OK, NO, NO, at=of("dana")),
    "outreach:team_list": get(IN, NO, NO, NO, OK, NO, NO),
    "outreach:team_detail": get(IN, NO, NO, NO, OK, NO, NO, at=of("team")),
    "outreach:pause_list": get(IN, NO, NO, NO, OK, NO, NO),
    "outreach:pause_calls_move": post(IN, NO, NO, NO, GO, NO, NO, at=of("pause")),
    "outreach:pause_end": post(IN, NO, NO, NO, GO, NO, NO, at=of("pause")),
    "outreach:booked_call_create": post(IN, NO, NO, GO, GO, NO, NO, at=of("booking")),
    "outreach:incoming_call_create": post(IN, NO, NO, GO, GO, NO, NO),
    "outreach:ringing_list": get(IN, NO, NO, OK, OK, NO, NO),
    "outreach:phone_call_detail": get(IN, NO, NO, OK, OK, NO, NO, at=of("phone_call")),
    "outreach:phone_call_take": post(IN, NO, NO, OK, OK, NO, NO, at=of("phone_call")),
    "outreach:screen_pop": get(IN, NO, NO, GO, GO, NO, NO),
    "outreach:call_detail": get(IN, NO, NO, OK, OK, NO, NO, at=of("call")),
    "outreach:opener_detail": get(IN, NO, NO, OK, OK, NO, NO, at=of("call")),
    "outreach:verification_create": post(IN, NO, NO, OK, OK, NO, NO, at=of("call")),
    "outreach:summary_create": post(IN, NO, NO, OK, OK, NO, NO, at=of("call")),
    "outreach:pulse_detail": get(*OWNER, at=of("pulse")),
    "outreach:understood_detail": get(IN, NO, NO, NO, OK, NO, NO),
    "outreach:story_list": get(*MEMBERS),
    "outreach:story_create": post(IN, NO, NO, NO, GO, NO, NO, at=of("story")),
    "outreach:story_end": post(IN, NO, NO, NO, GO, NO, NO, at=of("story")),
    "outreach:draft_create": post(IN, NO, NO, GO, GO, NO, NO, at=of("call")),
    "outreach:opener_update": post(IN, NO, NO, GO, GO, NO, NO, at=of("call")),
    "outreach:typed_update": post(IN, NO, NO, GO, GO, NO, NO, at=of("call")),
    "outreach:addition_create": post(IN, NO, NO, GO, GO, NO, NO, at=of("call")),  # nothing yet
    "outreach:call_drop": post(IN, NO, NO, GO, GO, NO, NO, at=of("call")),
    "outreach:promise_keep": post(IN, NO, NO, GO, GO, NO, NO, at=of("agreed")),
    "outreach:call_promise_keep": post(
        *(IN, NO, NO, GO, GO, NO, NO), at=lambda things: [things["call"].pk, things["agreed"].pk]
    ),
    "outreach:correction_answer_create": get(IN, NO, NO, OK, OK, NO, NO, at=of("correction")),
    "outreach:case_list": get(IN, NO, NO, OK, OK, NO, NO),
    "outreach:case_detail": get(IN, NO, NO, OK, OK, NO, NO, at=of("case")),
    "outreach:hand_over_acceptance_create": post(
        *(IN, NO, NO, GO, GONE, NO, NO), at=of("hand_over")
    ),
    "outreach:hand_over_refusal_create": post(*(IN, NO, NO, GO, GONE, NO, NO), at=of("hand_over")),
    "outreach:board_detail": get(IN, NO, NO, NO, OK, NO, NO),
    "outreach:summary_list": get(*MEMBERS),
    "outreach:summary_detail": get(*OWNER, at=of("summary")),
    "outreach:correction_create": get(*OWNER, at=lambda things: [things["summary"].pk, 1]),
    "outreach:order_deed_create": get(
        IN, NO, NO, GONE, GONE, NO, NO, at=of("order")
    ),  # nobody asked for help with it
    "outreach:call_document": get(
        *(IN, NO, NO, GONE, GONE, NO, NO), at=lambda things: [things["call"].pk, things["claim"].pk]
    ),  # before they said who they are
    "outreach:document_help_create": post(
        *(IN, NO, NO, GONE, GONE, NO, GONE), at=of("document")
    ),  # of one that did not fail
    "outreach:request_answer_detail": get(IN, NO, NO, OK, OK, NO, NO, at=of("given")),
    "outreach:second_look_detail": get(IN, NO, NO, OK, OK, NO, NO, at=of("second_look")),
    "outreach:second_look_document": get(
        *(IN, NO, NO, GONE, GONE, NO, NO),
        at=lambda things: [things["second_look"].pk, things["document"].pk],
    ),  # of one that was not sent for it
    "outreach:posting_detail": get(IN, NO, NO, OK, OK, NO, NO, at=of("posting")),
    "outreach:posting_letter": get(
        *(IN, NO, NO, OK, OK, NO, NO), at=lambda things: [things["posting"].pk, "pdf"]
    ),
    "outreach:check_list": get(IN, NO, NO, OK, OK, NO, OK),
    "outreach:emergency_access_create": get(IN, NO, NO, OK, OK, NO, NO),
    "outreach:emergency_access_detail": get(IN, NO, NO, OK, GONE, NO, NO, at=of("emergency")),
    "outreach:emergency_ending_create": post(IN, NO, NO, GO, GONE, NO, NO, at=of("emergency")),
    # Signing in, which is allauth's
    "account_login": get(*STRANGERS),
    "account_signup": get(*STRANGERS),
    "account_logout": get(IN, OK, OK, OK, OK, OK, OK),
    "account_inactive": get(*EVERYONE),
    "account_reset_password": get(*EVERYONE),
    "account_reset_password_done": get(*EVERYONE),
    "account_reset_password_from_key": get(*EVERYONE, at=lambda _things: ["0", "bad-key"]),
    "account_reset_password_from_key_done": get(*EVERYONE),
    "account_confirm_email": get(*EVERYONE, at=lambda _things: ["bad-key"]),
    "account_email_verification_sent": get(*EVERYONE),
    "account_confirm_login_code": get(IN, GO, GO, GO, GO, GO, GO),  # not in use
    # Looking after a sign-in, which is allauth's too
    "account_email": get(*SIGNED_IN),
    "account_reauthenticate": get(*SIGNED_IN),
    "account_change_password": get(*SIGNED_IN),
    "account_set_password": get(*ASKED_AGAIN),
    "mfa_index": get(*SIGNED_IN),
    "mfa_authenticate": get(IN, GO, GO, GO, GO, GO, GO),
    "mfa_login_webauthn": get(IN, GO, GO, GO, GO, GO, GO),
    "mfa_reauthenticate": get(IN, OK, GO, GO, GO, GO, GO),  # maya has an app, the others nothing
    "mfa_reauthenticate_webauthn": get(*ASKED_AGAIN),
    "mfa_activate_totp": get(*ASKED_AGAIN),
    "mfa_deactivate_totp": get(IN, GO, GONE, GONE, GONE, GONE, GONE),
    "mfa_view_recovery_codes": get(*NOT_SET_UP),
    "mfa_generate_recovery_codes": get(*ASKED_AGAIN),
    "mfa_download_recovery_codes": get(*NOT_SET_UP),
    "mfa_list_webauthn": get(*SIGNED_IN),
    "mfa_add_webauthn": get(*ASKED_AGAIN),
    "mfa_remove_webauthn": get(*ASKED_AGAIN, at=of("app")),
    "mfa_edit_webauthn": get(*ASKED_AGAIN, at=of("app")),
}


def names(resolver: URLResolver, space: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from names(pattern, inner)
        else:
            assert isinstance(pattern, URLPattern)
            yield f"{space}{pattern.name}"


def one_of_each(maya: Member, sana: User, nadia: User) -> dict[str, Any]:
    """What is maya's, for the addresses that name one."""
    claim = make.claim(maya, "denied", notice_on=make.now().date())
    TOTP.activate(maya.user, generate_totp_secret())
    found = {
        "document": make.document(maya, f"claim:{claim.pk}"),
        "approval": make.claim(maya, "approved", use="preauthorization"),
        "claim": claim,
        "asked": make.claim(maya, "pended_info", waiting_for="member", wanted="508:279"),
        "given": RequestAnswer.objects.create(
            claim=claim,
            request=claim.current_id,
            task="508-279",
            kind="instead",
            answers={"text": "A receipt"},
            answered_by=maya.user,
            answered_at=make.now(),
        ),
        "second_look": SecondLook.objects.create(
            claim=claim,
            kind="words",
            answers={"text": "I could not go elsewhere"},
            asked_by=maya.user,
            asked_at=make.now(),
            until=make.now().date(),
        ),
        "refused": make.claim(maya, "denied", notice_on=make.now().date()),
        "appeal": make.appeal(make.claim(maya, "denied", notice_on=make.now().date())),
        "order": make.order(maya),
        "balance": (balance := make.balance(maya)),
        "dispute": make.dispute(balance),
        "payment": make.payment(make.billed(maya, 5000)),
        "phone": maya.phones.get(),
        "trusted_person": make.trusted_person(maya, make.user()),
        "call_request": make.call_request(maya),
        "booking": (booking := make.booking(maya, make.specialist(), make.now() + make.DAY)),
        "dana": booking.specialist,
        "team": Team.objects.create(name="Claims", at_once=2),
        "pause": make.pause(sana, make.now(), make.now() + make.DAY),
        "hand_over": (passing := make.hand_over(claim, booking.specialist, sana)),
        "case": passing.keeper,
        "call": talk.take(sana, maya),
        "phone_call": make.phone_call(maya),
        "pulse": make.pulse(maya),
        "story": make.story(maya),
        "summary": (summary := make.summary(maya, sana)),
        "agreed": summary.lines.get(number=1),
        "correction": talk.correct(summary, "Not so.", line=None),
        "recovery": make.recovery(maya, sana),
        "thread": make.thread(maya),
        "message": (message := make.message(maya)),
        "posting": make.posting(message),
        "stop": Stop(str(maya.pk), "email", "care_reminders"),
        "feedback": Feedback.objects.give(maya, "claim", claim.pk, answered=False),
        "hold": make.hold(claim),
        "late_date": make.late_date(make.claim(maya)),
        "data_request": ask(maya, Kind.ACCESS),
        "legal_hold": LegalHold.objects.create(
            member=maya, why="A lawsuit", placed_by=make.user(role=Role.PRIVACY_OFFICER)
        ),
        "source": make.source(),
        "batch": make.batch(),
        "code": make.code(),
        "emergency": make.emergency(maya, sana),
        "inspection": make.inspection(maya, nadia),
        "wording": published("plan"),
        "decision": turn(maya, True),
        "app": Authenticator.objects.get(user=maya.user),
    }
    Inference.objects.create(
        member=maya,
        about="call_time",
        category="choices",
        value="morning",
        times=3,
        worked_out_at=make.now(),
    )
    return found


def browsers_of(*users: User) -> dict[str, Client]:
    """Everyone's, where these are all but the first of them."""
    return dict(zip(WHO, (Client(), *map(browser_of, users)), strict=True))


class World(NamedTuple):
    browsers: dict[str, Client]
    things: dict[str, Any]


def world() -> World:
    maya, omar = make.member("Maya", phone="+13125550142"), make.member("Omar")
    sana, ruth, nadia, otto = (make.user(role=role) for role in Role if role != Role.MEMBER)
    browsers = browsers_of(maya.user, omar.user, sana, ruth, nadia, otto)
    return World(browsers, one_of_each(maya, sana, nadia))


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Made once, for it takes longer than what is asked; what a test changes in it is undone."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield world()
        transaction.set_rollback(True)


@pytest.fixture
def things(made: World, db: None) -> dict[str, Any]:
    return made.things


@pytest.fixture
def browsers(made: World, db: None) -> dict[str, Client]:
    return {who: as_it_was(browser) for who, browser in made.browsers.items()}


def as_it_was(browser: Client) -> Client:
    """Another browser with the same cookies."""
    fresh = Client()
    fresh.cookies = deepcopy(browser.cookies)
    return fresh


def published(purpose: str) -> list[Any]:
    """The wording of a purpose, as its address names it."""
    words = shown(PURPOSES[purpose], "en")
    return [words.purpose, words.version]


def asked(browser: Client, name: str, row: Row, things: dict[str, Any]) -> int | str:
    cache.clear()  # no limit reached
    address = reverse(name, args=row.path(things) if row.path else [])
    answer = browser.get(address) if row.typed is None else browser.post(address, row.typed)
    if answer.status_code != 302:
        return answer.status_code
    return IN if answer.url.startswith(reverse("account_login")) else GO


def test_the_table_names_every_address() -> None:
    assert set(names(get_resolver())) == set(TABLE)


@pytest.mark.parametrize("name", TABLE)
def test_who_may_open(
    name: str, browsers: dict[str, Client], things: dict[str, Any], settings: Any
) -> None:
    settings.PORTAL_DEMO = True
    row = TABLE[name]
    found = {who: asked(browser, name, row, things) for who, browser in browsers.items()}
    assert found == dict(zip(WHO, row.answers, strict=True))


def test_the_column_of_roles_is_complete() -> None:
    assert len(WHO) == len(Role) + 2  # and nobody, and another member


def test_the_demos_pages_are_not_there_outside_it(client: Client, settings: Any) -> None:
    settings.PORTAL_DEMO = False
    assert client.get(reverse("components")).status_code == 404
    assert client.post(reverse("accounts:demo_sign_in")).status_code == 404


def test_a_session_that_reads_another_members_things_one_by_one_finds_none(
    browsers: dict[str, Client], things: dict[str, Any]
) -> None:
    kinds = ("approval", "claim", "order", "balance", "call_request", "booking", "message")
    for name in (*kinds, "feedback", "data_request", "document"):
        assert browsers["omar"].get(things[name].get_absolute_url()).status_code == 404


def test_someone_whose_user_belongs_to_no_member_reads_so_in_words(db: None) -> None:
    stranger = browser_of(make.user("stranger@example.com"))
    answer = stranger.get(reverse("home"))
    assert answer.status_code == 403
    assert "You cannot open that page" in answer.content.decode()
