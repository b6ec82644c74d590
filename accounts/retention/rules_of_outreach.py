"""Retention of calls and messages."""

from django.utils.translation import gettext_lazy as _

from accounts.retention.rule import Asked, Group, Rule

YEAR = 365

RULES = (
    Rule(
        model="outreach.CallRequest",
        what=_("The calls that you asked for"),
        group=Group.CALLS,
        owner="member",
        days=2 * YEAR,
        since="asked_at",
        law="needed",
        asked=Asked.GOES,
        provided=(
            "subject",
            "subject_id",
            "phone",
            "best_time",
            "say_who",
            "voicemail",
            "way",
            "interpreter_language",
            "note",
            "asked_at",
            "cancelled_at",
        ),
    ),
)
