"""One member on one screen, for the specialist who talks to them, in finished words."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _
from msgspec import Struct

from accounts.clock import now
from accounts.consent import Standing, allows_each
from accounts.models import Member, Preference, User
from accounts.phone_number import shown
from claims.answers.answer import Answer
from claims.answers.words import day, join, local_date, say
from claims.documents import of
from outreach.call_sheet import Before, Checked, Line, Sheet, sheet
from outreach.desk_words import reads_words, speaker_words, subject_words, way_words
from outreach.first_words import SEES
from outreach.languages import marked
from outreach.models import Call, CallRequest, Silence, SummaryLine
from outreach.opener import plain_opener
from outreach.presence import others
from outreach.subject import about_words, answers_for, own_answer, they_see
from outreach.summary_words import first_name, staff_title

Stands = dict[tuple[str, str], Standing]  # of a member, now: `accounts.consent.standing`

LATELY = dt.timedelta(days=14)
REMEMBERS = ("remember_choices", "choices")


class Screen(Struct, frozen=True, kw_only=True):
    """Who it is and how to talk to them; all the rest only once two answers were right.

    ``speaker``: who talks in the member's place, and of somebody who helps, what they may hear.
    """

    name: str
    pronunciation: str
    way: str
    speaker: str
    number: str
    tel: str
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
    """``url``: where one of us notes that we did it."""

    text: str
    status: str
    late: bool
    url: str


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
        "name": member.name,
        "pronunciation": member.pronunciation,
        "way": way_words(wish) if wish else reads_words(member),
        "speaker": speaker_words(wish) if wish else "",
        "number": shown(number) if number else "",
        "tel": f"tel:{number}" if number else "",
        "also": also(call, user),
        "death": words_of_death(call.death_reason, call.death_since, member),
        "not_them": not_them(call, user) if wish else "",
    }
    at, zone = now(), member.time_zone
    if not call.verified or (call.helper and not call.helper.in_force(at)):
        return Screen(**basics)
    seen = seen_of(call, at)
    basics |= {
        "subject": subject_words(call, seen) if call.subject else "",
        "they_see": they_see(seen) if seen else "",
        "note": wish.note if wish else "",
    }
    if call.helper:
        return Screen(**basics)  # the rest is the member's own
    past, today = allowed_sheet(call, user), local_date(at, zone)
    return Screen(
        **basics,
        documents=documents(call, seen),
        promises=tuple(promise(one, call, today) for one in past.promises),
        earlier=tuple(before(one, today, zone) for one in past.earlier),
        activity=tuple(checked(one, today) for one in past.activity),
        told=tuple((str(Preference.About(one.about).label), one.words) for one in past.told),
    )


def seen_of(call: Call, at: dt.datetime) -> Answer | None:
    """What whoever is on the phone sees of what the call is about."""
    helper = call.helper
    if call.subject_id is None:
        return None
    if helper is None:
        return answers_for([call], now=at).get((call.subject, call.subject_id))
    helper.member.acting = helper
    return own_answer(helper.member, call.subject, call.subject_id, now=at)


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
    return words_of_death(told.reason, told.since, member) if told else ""


def words_of_death(reason: str | None, since: dt.datetime | None, member: Member) -> str:
    if not reason or since is None:
        return ""
    words = (
        _("We were told that they died. You may be talking to their family. We start no messages.")
        if reason == Silence.Reason.DECEASED
        else _("Somebody close to them died. Be kind, and offer nothing. We start no messages.")
    )
    on = day(local_date(since, member.time_zone), today=local_date(now(), member.time_zone))
    return join(say(words), say(_("Noted on {date}."), date=on))


def also(call: Call, user: User) -> str:
    """Two of us on one member see each other: on the phone with them, or at their screen."""
    names = list(call.others)
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
    words = _(
        "To a voicemail or somebody else: “This is {name}, calling for {who}. I will try again.”"
    )
    if wish.say_who:
        words = _(
            "To a voicemail or somebody else: "
            "“This is {name} from Porchlight, calling for {who}. I will try again.”"
        )
    who = " ".join((called_for or call.member.legal_name).split()[:1])
    return say(words, name=first_name(user) or _("(your first name)"), who=who)


def called(user: User) -> str:
    return first_name(user) or user.email


def opener_words(call: Call, stands: Stands) -> OpenerWords:
    """As it was allowed when they were verified; hidden from the moment the member turns it off."""
    if call.helper:
        return OpenerWords(call.opener, "", "")
    if stands[SEES].allowed:
        return OpenerWords(call.opener, call.because, "")
    sentence = plain_opener(asked=call.asked).sentence if call.because else call.opener
    return OpenerWords(sentence, "", hidden(call.member))


def hidden(member: Member) -> str:
    name = member.name
    return say(_("Activity is hidden. {name} chose this. Do not ask about it."), name=name)


@transaction.atomic
def allowed_sheet(call: Call, user: User) -> Sheet:
    """With what they checked lately and what they told us, each where they allow it."""
    member, since = call.member, local_date(now(), call.member.time_zone) - LATELY
    if call.ended_at:
        return sheet(member, since=since, activity=False, told=False)
    activity, told = allows_each(member, (SEES, REMEMBERS), doing="desk", actor=user)
    return sheet(member, since=since, activity=bool(activity), told=bool(told))


def promise(line: Line, call: Call, today: dt.date) -> Agreed:
    who, on = str(SummaryLine.Owner(line.owner).label), day(line.due_on, today=today)
    ours = line.owner == SummaryLine.Owner.US
    url = f"{call.get_absolute_url()}promises/{line.id}/" if ours and not call.ended_at else ""
    words = say(_("{who}, by {date}."), who=who, date=on)
    return Agreed(marked(line), words, ours and line.due_on < today, url)


def before(call: Before, today: dt.date, zone: str) -> Earlier:
    """A summary, and what the member says is wrong in it."""
    return Earlier(
        staff_title(call.name, call.began_at, today, zone),
        tuple(
            say("{kind}: {text}", kind=str(SummaryLine.Kind(one.kind).label), text=marked(one))
            for one in call.lines or ()
        ),
        tuple(say(_("They say this is wrong: “{text}”"), text=one) for one in call.wrong or ()),
    )


PARTS = {"activity": SEES, "told": REMEMBERS}
"""The parts of an open screen that go with a choice, and with the end of the call."""


def gone(call: Call, stands: Stands) -> list[str]:
    """Which of them may not stand on a screen that is open; looking at how it stands uses none."""
    return [part for part, key in PARTS.items() if call.ended_at or not stands[key].allowed]


KINDS = {
    "claim": CallRequest.Subject.CLAIM,
    "order": CallRequest.Subject.ORDER,
    "balance": CallRequest.Subject.BALANCE,
}


def checked(one: Checked, today: dt.date) -> str:
    """A kind of thing and a day."""
    kind = str(KINDS[one.kind].label) if one.kind in KINDS else _("An approval")
    return say("{kind}, {date}", kind=kind, date=day(one.day, today=today))
