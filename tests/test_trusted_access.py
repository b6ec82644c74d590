"""Every address of the portal, and what it takes of a person who helps a member: one table.

An address that the table does not name fails the test, so nobody adds a page without deciding.
"""

from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse

from accounts.models import Level, Member, User
from tests import make
from tests.accounts.test_trusted_people import helping
from tests.test_access import TABLE, Row, as_it_was, names, one_of_each

ANY: frozenset[Level] = frozenset()  # about no member, or it shows what each may see
CLAIMS, ORDERS = frozenset({Level.SEE_CLAIMS}), frozenset({Level.SEE_ORDERS})
SENDING = CLAIMS | {Level.SEND_DOCUMENTS}
BALANCE, CALLS = frozenset({Level.SEE_BALANCE}), frozenset({Level.ASK_CALLS})
DOCUMENTS, WRITING = frozenset({Level.SEND_DOCUMENTS}), frozenset({Level.WRITE})

#: Open to people who help, and the levels that it takes.
OPEN = {
    "home": ANY,
    "search": ANY,
    "accessibility": ANY,
    "csp_report": ANY,
    "set_language": ANY,
    "session_keepalive": ANY,
    "gpc": ANY,
    "account_logout": ANY,
    "accounts:keeping": ANY,
    "accounts:helping_list": ANY,
    "accounts:helping_create": ANY,
    "accounts:helping_delete": ANY,
    "accounts:acceptance_create": ANY,
    "accounts:refusal_create": ANY,
    "claims:hit_rate": ANY,
    "outreach:call_request_create": CALLS,
    "outreach:call_request_detail": CALLS,
    "outreach:cancellation_create": CALLS,
    "outreach:thread_list": WRITING,
    "outreach:thread_create": WRITING,
    "outreach:draft_update": WRITING,
    "outreach:thread_detail": WRITING,  # of what they wrote themselves
    "claims:approval_list": CLAIMS,
    "claims:approval_detail": CLAIMS,
    "claims:claim_list": CLAIMS,
    "claims:claim_detail": CLAIMS,
    "claims:task_list": CLAIMS,
    "claims:task_detail": SENDING,
    "claims:instead_create": SENDING,
    "claims:second_look_create": SENDING,
    "claims:all_sent_create": SENDING,
    "claims:more_time_create": SENDING,
    "claims:appeal_detail": CLAIMS,
    "claims:order_list": ORDERS,
    "claims:order_detail": ORDERS,
    "claims:balance_list": BALANCE,
    "claims:balance_detail": BALANCE,
    "claims:document_detail": ANY,  # of what they see
    "claims:dispute_detail": BALANCE,
    "claims:document_list": DOCUMENTS,
    "claims:upload_create": DOCUMENTS,
    "claims:upload_detail": DOCUMENTS,  # of what they sent themselves
    "claims:payment_plan_detail": BALANCE,
    "claims:payment_detail": BALANCE,
}

#: Closed to everybody who helps, as is every page whose view does not say otherwise: the member's
#: own choices and sign-in, the work of staff, and what somebody opens who is not signed in.
SHUT = frozenset(
    {
        "components",
        "health",
        "claims:letter_detail",
        "claims:letter_file",
        "claims:dispute_create",
        "checkout",
        "claims:dispute_document_detail",
        "claims:payment_create",
        "claims:session_create",
        "claims:payment_event_create",
        "claims:payment_event_list",
        "claims:payment_try_create",
        "claims:payment_event_end",
        "claims:payment_plan_create",
        "claims:payment_plan_ending_create",
        "claims:withdrawal_create",
        "claims:appeal_withdrawal_create",
        "claims:dispute_list",
        "claims:dispute_answer_create",
        "accounts:settings",
        "accounts:phone_create",
        "accounts:phone_update",
        "accounts:access_record_list",
        "accounts:audit",
        "accounts:emergency_access_list",
        "accounts:emergency_access_detail",
        "accounts:inspection_create",
        "accounts:inspection_detail",
        "accounts:trusted_person_list",
        "accounts:trusted_person_create",
        "accounts:trusted_person_detail",
        "accounts:trusted_person_update",
        "accounts:trusted_person_ending_create",
        "accounts:demo_sign_in",
        "usersessions_list",
        "claims:claim_receipt",
        "claims:appeal_create",
        "claims:appeal_step",
        "claims:appeal_draft_update",
        "claims:appeal_discard",
        "claims:appeal_receipt",
        "claims:appeal_letter",
        "claims:appeal_letter_pdf",
        "claims:order_needed_by",
        "claims:order_choice_create",
        "outreach:order_deed_create",
        "outreach:late_date_list",
        "outreach:late_date_detail",
        "claims:hit_rate_by_source",
        "claims:appeal_review_list",
        "claims:appeal_review_detail",
        "claims:appeal_document_detail",
        "claims:hold_list",
        "claims:hold_detail",
        "claims:source_list",
        "claims:source_detail",
        "claims:code_note_create",
        "claims:batch_detail",
        "claims:webhook_try_create",
        "claims:refusal_list_csv",
        "claims:refusal_list_jsonl",
        "claims:run_create",
        "claims:feedback_create",
        "claims:feedback_detail",
        "claims:webhook_event_create",
        "outreach:payment_create",
        "outreach:desk",
        "outreach:call_create",
        "outreach:call_document",
        "outreach:check_list",
        "outreach:request_answer_detail",
        "outreach:second_look_detail",
        "outreach:second_look_document",
        "outreach:document_help_create",
        "outreach:emergency_access_create",
        "outreach:emergency_access_detail",
        "outreach:emergency_ending_create",
        "accounts:persona",
        "accounts:undo_create",
        "accounts:activity_forget",
        "accounts:preference_update",
        "accounts:preference_forget",
        "accounts:inference_update",
        "accounts:inference_forget",
        "outreach:booking_create",
        "outreach:booking_detail",
        "outreach:booking_cancellation_create",
        "outreach:booked_call_create",
        "outreach:follow_create",
        "outreach:follow_end",
        "outreach:inbox",
        "outreach:message_detail",
        "outreach:recovery_detail",
        "outreach:recovery_list",
        "outreach:recovery_step_create",
        "outreach:goodwill_create",
        "outreach:goodwill_list",
        "outreach:message_record_list",
        "outreach:silence_create",
        "outreach:unread_count",
        "outreach:thread_answer_list",
        "outreach:thread_answer_create",
        "outreach:thread_settlement_create",
        "outreach:thread_document",
        "outreach:refusal_list",
        "outreach:stop",
        "outreach:stop_create",
        "accounts:anomaly_list",
        "accounts:consent_event_list",
        "accounts:inspection_event_list",
        "accounts:inspection_use_list",
        "accounts:wording_detail",
        "accounts:wording_list",
        "outreach:booking_calendar",
        "outreach:booking_restoration_create",
        "outreach:booking_zone_create",
        "outreach:team_list",
        "outreach:team_detail",
        "outreach:pause_list",
        "outreach:pause_calls_move",
        "outreach:pause_end",
        "outreach:booking_update",
        "outreach:unanswered_call_create",
        "outreach:specialist_list",
        "outreach:specialist_detail",
        "outreach:time_off_create",
        "accounts:choice_stop",
        "accounts:choice_update",
        "accounts:signature_create",
        "accounts:copy_create",
        "accounts:copy_detail",
        "accounts:copy_download",
        "accounts:copy_table",
        "accounts:correction_create",
        "accounts:data",
        "accounts:data_request_detail",
        "accounts:deletion_create",
        "accounts:history",
        "accounts:pause_create",
        "accounts:pause_end",
        "accounts:population",
        "accounts:use_list",
        "claims:grant_create",
        "claims:grant_delete",
        "claims:hiding_create",
        "claims:hiding_delete",
        "claims:sharing_detail",
        "accounts:access_record_list_csv",
        "accounts:audit_export_list",
        "accounts:consent_event_list_csv",
        "accounts:inspection_event_list_csv",
        "accounts:inspection_use_list_csv",
        "accounts:audit_request_create",
        "accounts:audit_request_detail",
        "accounts:audit_request_list",
        "accounts:legal_hold_ending_create",
        "accounts:legal_hold_list",
        "accounts:record",
        "accounts:record_check_create",
        "accounts:record_export",
        "accounts:record_verifier",
        "accounts:signal",
        "accounts:signal_confirmation_create",
        "accounts:consent_receipt",
        "accounts:answer_create",
        "outreach:again_create",
        "outreach:dry_run_create",
        "outreach:go_on_create",
        "outreach:proposal_create",
        "outreach:reach",
        "outreach:device_create",
        "outreach:device_end",
        "outreach:phone_proof_create",
        "outreach:new_number_update",
        "outreach:closing_create",
        "outreach:mail_receipt",
        "outreach:text_receipt",
        "outreach:posting_detail",
        "outreach:posting_letter",
        "outreach:rule_detail",
        "outreach:rule_list",
        "outreach:rule_stop_create",
        "outreach:silence_end",
        "outreach:start_create",
        "outreach:undelivered_list",
        "outreach:board_detail",
        "outreach:case_list",
        "outreach:specialist_create",
        "outreach:training_update",
        "outreach:case_detail",
        "outreach:hand_over_acceptance_create",
        "outreach:hand_over_refusal_create",
        "outreach:call_detail",
        "outreach:call_promise_keep",
        "outreach:addition_create",
        "outreach:draft_create",
        "outreach:opener_update",
        "outreach:typed_update",
        "outreach:pulse_detail",
        "outreach:understood_detail",
        "outreach:story_list",
        "outreach:story_create",
        "outreach:story_end",
        "outreach:call_drop",
        "outreach:correction_answer_create",
        "outreach:correction_create",
        "outreach:incoming_call_create",
        "outreach:opener_detail",
        "outreach:promise_keep",
        "outreach:summary_create",
        "outreach:summary_detail",
        "outreach:summary_list",
        "outreach:verification_create",
        "outreach:phone_call_detail",
        "outreach:phone_call_take",
        "outreach:ringing_list",
        "outreach:screen_pop",
        "accounts:inspection_record",
        "account_login",
        "account_signup",
        "account_inactive",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "account_confirm_email",
        "account_email_verification_sent",
        "account_confirm_login_code",
        "account_email",
        "account_reauthenticate",
        "account_change_password",
        "account_set_password",
        "mfa_index",
        "mfa_authenticate",
        "mfa_login_webauthn",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "mfa_activate_totp",
        "mfa_deactivate_totp",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_download_recovery_codes",
        "mfa_list_webauthn",
        "mfa_add_webauthn",
        "mfa_remove_webauthn",
        "mfa_edit_webauthn",
    }
)


@pytest.fixture
def tom(db: None) -> User:
    """Somebody who is on no plan of ours."""
    return make.user("tom@example.com")


@pytest.fixture
def things(maya: Member, sana: User, nadia: User) -> dict[str, Any]:
    return one_of_each(maya, sana, nadia)


def status(browser: Client, name: str, row: Row, things: dict[str, Any]) -> int:
    """What the address answers; what that changes does not stay."""
    cache.clear()  # no limit reached
    address = reverse(name, args=row.path(things) if row.path else [])
    browser, typed = as_it_was(browser), row.typed
    with transaction.atomic():
        answer = browser.get(address) if typed is None else browser.post(address, typed)
        transaction.set_rollback(True)
    return answer.status_code


def test_the_table_names_every_address() -> None:
    assert set(names(get_resolver())) == OPEN.keys() | SHUT
    assert not OPEN.keys() & SHUT


def test_with_every_level_they_open_what_is_open_and_nothing_else(
    maya: Member, tom: User, things: dict[str, Any], settings: Any
) -> None:
    settings.PORTAL_DEMO = True
    browser = helping(make.trusted_person(maya, tom))
    closed = {name for name, row in TABLE.items() if status(browser, name, row, things) == 403}
    assert closed == SHUT


def test_without_its_level_a_page_is_closed(
    maya: Member, tom: User, things: dict[str, Any]
) -> None:
    for level in Level:
        rest = [one for one in Level if one != level]
        who = make.trusted_person(maya, tom, *rest)
        browser = helping(who)
        for name, levels in OPEN.items():
            if level in levels:
                assert status(browser, name, TABLE[name], things) == 403, (name, level)
        who.end(by=tom)
