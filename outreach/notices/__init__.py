"""Everything the portal tells a member of its own accord: one file a notice.

A new one has its words in Spanish too, and stands in `NOTICES`; tests read each in both languages
and refuse a sensitive word outside the portal. The notice of a nudge stands with its rule.
"""

from outreach.notice import Notice
from outreach.notices import (
    agreement_late,
    answer_late,
    appeal_decided,
    appeal_filed,
    call_booked,
    call_cancelled,
    call_late,
    call_missed,
    call_moved,
    call_reminder,
    call_unanswered,
    case_passed,
    changed,
    consent_ends,
    correction_answered,
    data_answered,
    decided,
    dispute_answered,
    document_refused,
    order_done,
    pause_lasts,
    pulse,
    recovery_fixed,
    recovery_opened,
    second_look_answered,
    summary,
    thread_answered,
    words_changed,
)
from outreach.nudges import NUDGES

NOTICES: dict[str, Notice] = {
    one.key: one
    for one in (
        changed.NOTICE,
        decided.NOTICE,
        dispute_answered.NOTICE,
        appeal_filed.NOTICE,
        appeal_decided.NOTICE,
        document_refused.NOTICE,
        second_look_answered.NOTICE,
        call_booked.NOTICE,
        call_cancelled.NOTICE,
        call_late.NOTICE,
        call_missed.NOTICE,
        call_moved.NOTICE,
        call_reminder.NOTICE,
        call_unanswered.NOTICE,
        case_passed.NOTICE,
        summary.NOTICE,
        agreement_late.NOTICE,
        correction_answered.NOTICE,
        data_answered.NOTICE,
        thread_answered.NOTICE,
        recovery_opened.NOTICE,
        recovery_fixed.NOTICE,
        answer_late.NOTICE,
        order_done.NOTICE,
        pause_lasts.NOTICE,
        consent_ends.NOTICE,
        words_changed.NOTICE,
        pulse.NOTICE,
    )
}
NOTICES |= {key: nudge.notice for key, nudge in NUDGES.items()}
