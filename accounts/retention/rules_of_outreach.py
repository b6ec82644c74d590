"""Retention of calls and messages."""

from django.utils.translation import gettext_lazy as _

from accounts.retention.rule import Asked, End, Group, Rule

YEAR = 365

RULES = (
    Rule(
        model="outreach.Delivery",
        what=_("The emails and texts that told you of a message"),
        group=Group.CALLS,
        owner="message__member",
        days=2 * YEAR,
        since="made_at",
        law="needed",
        asked=Asked.GOES,
    ),
    Rule(
        model="outreach.Message",
        what=_("The messages in your inbox, and those that we did not send"),
        group=Group.CALLS,
        owner="member",
        days=2 * YEAR,
        since="posted_at",
        law="needed",
        asked=Asked.GOES,
    ),
    Rule(
        model="outreach.Follow",
        what=_("What you asked us to tell you about"),
        group=Group.CALLS,
        owner="member",
        days=2 * YEAR,
        since="ended_at",
        law="needed",
        asked=Asked.GOES,
        provided=("subject", "subject_id", "since"),
    ),
    Rule(
        model="outreach.Reach",
        what=_("How you want to hear from us, and your quiet hours"),
        group=Group.CALLS,
        owner="member",
        follows="member",
        law="needed",
        asked=Asked.GOES,
        provided=("email", "sms", "quiet_from", "quiet_until"),
    ),
    Rule(
        model="outreach.Silence",
        what=_("What stops our emails or texts to you"),
        group=Group.CALLS,
        owner="member",
        follows="member",
        law="needed",
        asked=Asked.GOES,
    ),
    Rule(
        model="outreach.Sweep",
        what=_("Up to where we looked for news"),
        group=Group.PORTAL,
        nobody=_("It counts rows and names nobody."),
        end=End.NEVER,
        law="set_up",
    ),
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
