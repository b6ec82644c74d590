"""Retention of calls and messages."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.retention.rule import Asked, End, Group, Rule

YEAR = 365


def of_a_member(
    model: str,
    what: str | Promise,
    *,
    owner: str = "member",
    asked: Asked = Asked.GOES,
    **more: Any,
) -> Rule:
    """What calls and messages need, and what goes when its member asks us to delete."""
    return Rule(
        model=f"outreach.{model}",
        what=what,
        group=Group.CALLS,
        owner=owner,
        law="needed",
        asked=asked,
        **more,
    )


def of_our_staff(model: str, what: str | Promise, **more: Any) -> Rule:
    return Rule(
        model=f"outreach.{model}",
        what=what,
        group=Group.PORTAL,
        nobody=_("It is about somebody who works for us."),
        law="safety",
        **more,
    )


RULES = (
    of_a_member(
        "Receipt",
        _("What became of our emails and texts, and what you texted back"),
        days=90,
        since="received_at",
    ),
    of_a_member(
        "Posting",
        _("The letters that we posted because nothing else got through"),
        days=2 * YEAR,
        since="made_at",
    ),
    of_a_member(
        "Delivery",
        _("The emails and texts that told you of a message"),
        owner="message__member",
        days=2 * YEAR,
        since="made_at",
    ),
    of_a_member(
        "Message",
        _("The messages in your inbox, and those that we did not send"),
        days=2 * YEAR,
        since="posted_at",
    ),
    of_a_member(
        "Post",
        _("What you wrote to us, and what we answered"),
        owner="thread__member",
        follows="thread",
        provided=("text", "at"),
    ),
    of_a_member(
        "Thread",
        _("What you wrote to us about"),
        days=2 * YEAR,
        since="last_at",
        provided=("subject", "subject_id", "begun_at"),
    ),
    of_a_member(
        "ThreadDraft",
        _("What you began to write to us and did not send"),
        days=90,
        since="saved_at",
        provided=("text",),
    ),
    of_a_member(
        "RecoveryStep",
        _("What we did to put something right"),
        owner="recovery__member",
        follows="recovery",
    ),
    of_a_member(
        "Goodwill",
        _("What we added because we were late"),
        owner="recovery__member",
        follows="recovery",
    ),
    of_a_member(
        "Recovery", _("What we did not keep, and put right"), days=2 * YEAR, since="opened_at"
    ),
    of_our_staff(
        "GoodwillBudget", _("How much one of us may add in a month"), days=2 * YEAR, since="month"
    ),
    of_a_member(
        "Effect",
        _("Whether a message of ours helped, counted with those of many others"),
        owner="message__member",
        follows="message",
    ),
    of_a_member(
        "Follow",
        _("What you asked us to tell you about"),
        days=2 * YEAR,
        since="ended_at",
        provided=("subject", "subject_id", "since"),
    ),
    of_a_member(
        "Reach",
        _("How you want to hear from us, and your quiet hours"),
        follows="member",
        asked=Asked.STAYS,
        asked_law="stopped",
        provided=("email", "sms", "quiet_from", "quiet_until"),
    ),
    of_a_member(
        "Device",
        _("The devices that show you notifications"),
        follows="member",
        provided=("label", "made_at"),
        withheld={
            "endpoint": _("With it anybody could try to reach your device."),
            "public": _("With it anybody could try to reach your device."),
            "auth": _("With it anybody could try to reach your device."),
        },
    ),
    of_a_member(
        "Silence",
        _("What stops our emails or texts to you"),
        follows="member",
        asked_when={"reason": "bounced"},
        asked_law="stopped",
    ),
    Rule(
        model="outreach.Rule",
        what=_("Which rules for messages run, and who let them"),
        group=Group.PORTAL,
        nobody=_("It is about our own staff and names no member."),
        end=End.NEVER,
        law="set_up",
    ),
    Rule(
        model="outreach.Sweep",
        what=_("Up to where we looked for news"),
        group=Group.PORTAL,
        nobody=_("It counts rows and names nobody."),
        end=End.NEVER,
        law="set_up",
    ),
    of_a_member(
        "Correction",
        _("What you said is not right in a summary, and our answers"),
        owner="summary__call__member",
        follows="summary",
        provided=("text", "made_at"),
    ),
    of_a_member(
        "SummaryLine",
        _("The lines of the summaries of your calls"),
        owner="summary__call__member",
        follows="summary",
    ),
    of_a_member(
        "Summary",
        _("The summaries of your calls"),
        owner="call__member",
        days=2 * YEAR,
        since="published_at",
    ),
    of_a_member(
        "Pulse",
        _("What you told us about how it was with us"),
        days=YEAR,
        since="asked_at",
        provided=("understood", "reached", "feeling", "words", "answered_at"),
    ),
    of_a_member(
        "Draft",
        _("Drafts of the summaries of your calls, until a person has written them"),
        owner="call__member",
        days=2,
        since="made_at",
    ),
    of_a_member(
        "PhoneCall",
        _("The calls that rang with us from your number"),
        owner="call__member",
        days=30,
        since="began_at",
    ),
    of_a_member("Call", _("The calls that we had with you"), days=2 * YEAR, since="began_at"),
    of_a_member(
        "CallRequest",
        _("The calls that you asked for"),
        days=2 * YEAR,
        since="asked_at",
        provided=(
            "subject",
            "subject_id",
            "phone",
            "best_time",
            "say_who",
            "voicemail",
            "way",
            "interpreter_language",
            "speaker",
            "note",
            "asked_at",
            "cancelled_at",
        ),
    ),
    of_a_member(
        "HandOver",
        _("When somebody else began to look after what you asked about, and why"),
        owner="keeper__member",
        follows="keeper",
    ),
    of_a_member("Keeper", _("Who looks after what you asked about"), days=2 * YEAR, since="since"),
    of_a_member(
        "BookingChange",
        _("What became of a call that you booked"),
        owner="booking__member",
        follows="booking",
    ),
    of_a_member(
        "Booking",
        _("The calls that you booked"),
        days=2 * YEAR,
        since="made_at",
        provided=(
            "subject",
            "subject_id",
            "phone",
            "say_who",
            "voicemail",
            "way",
            "interpreter_language",
            "speaker",
            "zone",
            "note",
            "made_at",
        ),
    ),
    of_a_member("Hold", _("The time of a call that we keep for you"), days=1, since="until"),
    of_our_staff("Pause", _("When no calls can be booked"), days=2 * YEAR, since="noted_at"),
    of_our_staff("Skill", _("What a specialist is trained for"), follows="specialist"),
    of_our_staff("WorkingHours", _("When a specialist works"), follows="specialist"),
    of_our_staff("TimeOff", _("When a specialist is away"), days=2 * YEAR, since="noted_at"),
    of_our_staff("Specialist", _("Who can call members"), follows="user"),
    of_our_staff("Team", _("Teams of those who call members"), end=End.NEVER),
)
