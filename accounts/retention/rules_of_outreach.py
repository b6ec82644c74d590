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
    Rule(
        model="outreach.BookingChange",
        what=_("What became of a call that you booked"),
        group=Group.CALLS,
        owner="booking__member",
        follows="booking",
        law="needed",
        asked=Asked.GOES,
    ),
    Rule(
        model="outreach.Booking",
        what=_("The calls that you booked"),
        group=Group.CALLS,
        owner="member",
        days=2 * YEAR,
        since="made_at",
        law="needed",
        asked=Asked.GOES,
        provided=(
            "subject",
            "subject_id",
            "phone",
            "say_who",
            "voicemail",
            "way",
            "interpreter_language",
            "note",
            "made_at",
        ),
    ),
    Rule(
        model="outreach.Skill",
        what=_("What a specialist is trained for"),
        group=Group.PORTAL,
        nobody=_("It is about somebody who works for us."),
        follows="specialist",
        law="safety",
    ),
    Rule(
        model="outreach.WorkingHours",
        what=_("When a specialist works"),
        group=Group.PORTAL,
        nobody=_("It is about somebody who works for us."),
        follows="specialist",
        law="safety",
    ),
    Rule(
        model="outreach.TimeOff",
        what=_("When a specialist is away"),
        group=Group.PORTAL,
        nobody=_("It is about somebody who works for us."),
        days=2 * YEAR,
        since="noted_at",
        law="safety",
    ),
    Rule(
        model="outreach.Specialist",
        what=_("Who can call members"),
        group=Group.PORTAL,
        nobody=_("It is about somebody who works for us."),
        follows="user",
        law="safety",
    ),
)
