"""One member on one screen, for the specialist who talks to them, in finished words."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _
from msgspec import Struct

from accounts.clock import now
from accounts.consent import allows, standing
from accounts.models import Activity, Member, Preference, User
from accounts.phone_number import shown
from claims.answers.answer import Answer
from claims.answers.words import day, join, local_date, say
from claims.documents import of
from outreach.desk_words import speaker_words, subject_words, way_words
from outreach.models import Call, CallRequest, Correction, Silence, SummaryLine
from outreach.opener import plain_opener
from outreach.presence import others
from outreach.subject import about_words, answers_for, own_answer, they_see
from outreach.summary_words import first_name, is_late, title_of
from outreach.talk import SEES, may_see_activity

LATELY = dt.timedelta(days=14)
MOST_CALLS = 5
REMEMBERS = ("remember_choices", "choices")


class Screen(Struct, frozen=True, kw_only=True):
    """Who it is and how to talk to them; all the rest only once two answers were right.

    ``speaker``: who talks in the member's place, and of somebody who helps, what they may hear.
    """

    name: str
    pronunciation: str
    way: str
    number: str
    tel: str
    speaker: str = ""
    also: str = ""
    death: str = ""
    not_them: str = ""
    subject: str = ""
    they_see: str = ""
    note: str = ""
    documents: tuple["Sent", ...] = ()
    promises: tuple["Agreed", ...] = ()
    earlier: tuple["Earlier", ...] = ()
    activity: tuple[str, ...] = ()
    told: tuple[tuple[str, str], ...] = ()


class Agreed(Struct, frozen=True):
    text: str
    status: str
    late: bool


class Sent(Struct, frozen=True):
    """A file that they sent for what the call is about; ``url`` where it may be opened."""

    name: str
    sentence: str
    url: str


class Earlier(Struct, frozen=True):
    title: str
    lines: tuple[str, ...]
    wrong: tuple[str, ...]


class OpenerWords(Struct, frozen=True):
    sentence: str
    because: str
    hidden: str


def screen(call: Call, user: User) -> Screen:
    member = call.member
    wish = call.booking or call.request
    number = wish.phone if wish else member.preferred_phone()
    basics = {
        "name": member.preferred_name or member.legal_name,
        "pronunciation": member.pronunciation,
        "way": way_words(wish) if wish else "",
        "speaker": speaker_words(wish) if wish else "",
        "number": shown(number) if number else "",
        "tel": f"tel:{number}" if number else "",
        "also": also(call, user),
        "death": death_words(member),
        "not_them": not_them(call, user) if wish else "",
    }
    if not call.verified:
        return Screen(**basics)
    at, zone = now(), member.time_zone
    seen = seen_of(call, at)
    basics |= {
        "subject": subject_of(call, seen),
        "they_see": they_see(seen) if seen else "",
        "note": wish.note if wish else "",
    }
    if call.helper:
        return Screen(**basics)  # the rest is the member's own
    return Screen(
        **basics,
        documents=documents(call, seen),
        promises=promises(member, at, zone),
        earlier=earlier(member, at, zone),
        activity=() if call.ended_at else activity(member, user),
        told=() if call.ended_at else told(member, user),
    )


def seen_of(call: Call, at: dt.datetime) -> Answer | None:
    """What whoever is on the phone sees of what the call is about."""
    wish, helper = call.booking or call.request, call.helper
    if wish is None or call.subject_id is None:
        return None
    if helper is None:
        return answers_for([wish], now=at).get((call.subject, call.subject_id))
    helper.member.acting = helper
    return own_answer(helper.member, call.subject, call.subject_id, now=at)


def subject_of(call: Call, seen: Answer | None) -> str:
    wish = call.booking or call.request
    return subject_words(wish, seen) if wish and call.subject else ""


def documents(call: Call, seen: Answer | None) -> tuple[Sent, ...]:
    """What they sent for it; nothing where it is private."""
    if seen is None or seen.guarded:
        return ()
    sent = of(call.member, about_words(call.subject, call.subject_id))
    return tuple(
        Sent(one.name, one.sentence, f"/desk/calls/{call.pk}{one.url}" if one.url else "")
        for one in sent
    )


def death_words(member: Member) -> str:
    """What one of us was told, so that nobody offers or jokes; "" mostly."""
    told = Silence.objects.death(member)
    if told is None:
        return ""
    words = (
        _("We were told that they died. You may be talking to their family. We start no messages.")
        if told.reason == Silence.Reason.DECEASED
        else _("Somebody close to them died. Be kind, and offer nothing. We start no messages.")
    )
    on = day(local_date(told.since, member.time_zone), today=local_date(now(), member.time_zone))
    return join(say(words), say(_("Noted on {date}."), date=on))


def also(call: Call, user: User) -> str:
    """Two of us on one member see each other: on the phone with them, or at their screen."""
    lately = Call.objects.open().for_member(call.member).exclude(specialist=user)
    names = [called(one.specialist) for one in lately.select_related("specialist__specialist")[:3]]
    if call.specialist_id != user.pk and not call.ended_at:
        names.append(called(call.specialist))
    names += others(call.member_id, user, called(user))
    if not names:
        return ""
    return say(_("Also on this case now: {names}."), names=", ".join(dict.fromkeys(names)))


def not_them(call: Call, user: User) -> str:
    """What to say to a machine, or to somebody else: two first names, and who we are if they may
    know."""
    wish = call.booking or call.request
    if not wish.voicemail:
        return _("Leave no voicemail. If somebody else answers, say only that you will try again.")
    called_for = call.helper.name if call.helper else call.member.preferred_name
    words = _("To a voicemail or somebody else: “This is {name}, calling for {who}. I try again.”")
    if wish.say_who:
        words = _(
            "To a voicemail or somebody else: "
            "“This is {name} from Porchlight, calling for {who}. I try again.”"
        )
    who = " ".join((called_for or call.member.legal_name).split()[:1])
    return say(words, name=first_name(user) or _("(your first name)"), who=who)


def called(user: User) -> str:
    return first_name(user) or user.email


def opener_words(call: Call) -> OpenerWords:
    """As it was allowed when they were verified; hidden from the moment the member turns it off."""
    if call.helper:
        return OpenerWords(call.opener, "", "")
    if call.because and not may_see_activity(call.member):
        asked = bool(call.booking_id or call.request_id)
        return OpenerWords(
            plain_opener(call.subject, asked=asked).sentence, "", hidden(call.member)
        )
    off = "" if call.because or may_see_activity(call.member) else hidden(call.member)
    return OpenerWords(call.opener, call.because, off)


def hidden(member: Member) -> str:
    name = member.preferred_name or member.legal_name
    return say(_("Activity is hidden. {name} chose this. Do not ask about it."), name=name)


def promises(member: Member, at: dt.datetime, zone: str) -> tuple[Agreed, ...]:
    today = local_date(at, zone)
    lines = SummaryLine.objects.filter(
        summary__call__member=member, kind=SummaryLine.Kind.AGREED, kept_at=None
    ).order_by("due_on", "pk")[:20]
    return tuple(
        Agreed(
            line.text,
            say(
                _("{who}, by {date}."),
                who=str(line.get_owner_display()),
                date=day(line.due_on, today=today),  # type: ignore[arg-type]
            ),
            is_late(line, today),
        )
        for line in lines
    )


def earlier(member: Member, at: dt.datetime, zone: str) -> tuple[Earlier, ...]:
    """The last summaries, and what the member says is wrong in them."""
    calls = list(Call.objects.for_member(member).told()[:MOST_CALLS])
    summaries = [call.summary_id for call in calls]
    lines = list(SummaryLine.objects.filter(summary__in=summaries).order_by("number"))
    wrong = list(Correction.objects.filter(summary__in=summaries).order_by("made_at", "pk"))
    today = local_date(at, zone)
    return tuple(
        Earlier(
            title_of(call, today, zone),
            tuple(
                say("{kind}: {text}", kind=str(one.get_kind_display()), text=one.text)
                for one in lines
                if one.summary_id == call.summary_id
            ),
            tuple(
                say(_("They say this is wrong: “{text}”"), text=one.text)
                for one in wrong
                if one.summary_id == call.summary_id
            ),
        )
        for call in calls
    )


PARTS = {"activity": SEES, "told": REMEMBERS}
"""The parts of an open screen that go with a choice, and with the end of the call."""


def gone(call: Call) -> list[str]:
    """Which of them may not stand on a screen that is open; looking at how it stands uses none."""
    stands = standing(call.member)
    return [part for part, key in PARTS.items() if call.ended_at or not stands[key].allowed]


KINDS = {
    "claim": CallRequest.Subject.CLAIM,
    "order": CallRequest.Subject.ORDER,
    "balance": CallRequest.Subject.BALANCE,
}


@transaction.atomic
def activity(member: Member, user: User) -> tuple[str, ...]:
    """Kinds of things and days of two weeks, where the member allows it."""
    if not allows(member, *SEES, doing="desk", actor=user):
        return ()
    today = local_date(now(), member.time_zone)
    checked = Activity.objects.filter(member=member, day__gt=today - LATELY)
    rows = checked.order_by("-day", "kind").values_list("kind", "day").distinct()
    return tuple(
        say(
            "{kind}, {date}",
            kind=str(KINDS[kind].label) if kind in KINDS else _("An approval"),
            date=day(on, today=today),
        )
        for kind, on in rows
    )


@transaction.atomic
def told(member: Member, user: User) -> tuple[tuple[str, str], ...]:
    """What they told us for whoever helps them, where they let us remember it."""
    if not allows(member, *REMEMBERS, doing="desk", actor=user):
        return ()
    return tuple(
        (str(one.get_about_display()), one.words)
        for one in Preference.objects.for_member(member).order_by("about")
    )
