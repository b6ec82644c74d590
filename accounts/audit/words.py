"""Consent in an officer's words: who decided what, through what, and what was done with it."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.clock_words import moment, sentence
from accounts.consent.catalogue import EVERYTHING, PURPOSES
from accounts.models import ConsentEvent, ConsentNow, Use
from accounts.models.consent_event import Decision, Who

Words = str | Promise
Row = ConsentEvent | ConsentNow

WHO: dict[str, Words] = {
    Who.MEMBER: gettext_lazy("the member"),
    Who.TRUSTED: gettext_lazy("a trusted person"),
    Who.GUARDIAN: gettext_lazy("a parent or guardian"),
    Who.OFFICER: gettext_lazy("a privacy officer"),
    Who.SIGNAL: gettext_lazy("a signal of the browser"),
    Who.PAPER: gettext_lazy("the member, on paper"),
    Who.PORTAL: gettext_lazy("the portal itself"),
}

DECIDED: dict[str, Words] = {
    Decision.GRANT: gettext_lazy("Turned on by {who} on {time}."),
    Decision.WITHDRAW: gettext_lazy("Turned off by {who} on {time}."),
    Decision.PAUSE: gettext_lazy("Everything was paused by {who} on {time}."),
    Decision.RESUME: gettext_lazy("Everything was started again by {who} on {time}."),
    Decision.EXPIRE: gettext_lazy("It ended by itself on {time}."),
}

DECISIONS: dict[str, Words] = {
    Decision.GRANT: gettext_lazy("turned on"),
    Decision.WITHDRAW: gettext_lazy("turned off"),
    Decision.PAUSE: gettext_lazy("paused"),
    Decision.RESUME: gettext_lazy("started again"),
    Decision.EXPIRE: gettext_lazy("ended by itself"),
}

THROUGH: dict[str, Words] = {
    "switch": gettext_lazy("a switch on a page"),
    "undo": gettext_lazy("undo"),
    "pause": gettext_lazy("the pause on a page"),
    "gpc": gettext_lazy("Global Privacy Control"),
    "paper": gettext_lazy("a paper form"),
    "phone": gettext_lazy("a phone call"),
    "signature": gettext_lazy("a signature"),
    "button": gettext_lazy("a button on a page"),
    "expiry": gettext_lazy("the end of its time"),
    "import": gettext_lazy("an import"),
}

DOING: dict[str, Words] = {
    "opener": gettext_lazy("the first sentence of a call"),
    "draft": gettext_lazy("a draft of the summary of a call"),
    "nudge": gettext_lazy("an offer of help"),
    "effect": gettext_lazy("a count of whether an offer helped"),
    "message": gettext_lazy("a message"),
    "persona": gettext_lazy("the page of what we remember"),
    "desk": gettext_lazy("a specialist's desk"),
    "call_form": gettext_lazy("what is filled in when a call is asked for"),
    "work_out": gettext_lazy("working something out"),
    "decide": gettext_lazy("a choice that nobody can make"),
}

#: The catalogue calls them "your claims", because members read it.
KINDS: dict[str, Words] = {
    "identity": gettext_lazy("who the member is"),
    "claims": gettext_lazy("claims"),
    "orders": gettext_lazy("orders"),
    "balances": gettext_lazy("balances"),
    "activity": gettext_lazy("what they checked here, and on which day"),
    "choices": gettext_lazy("what they chose and told us"),
    "calls": gettext_lazy("what was said on calls"),
    "email": gettext_lazy("e-mail address"),
    "text": gettext_lazy("number for text messages"),
    "phone": gettext_lazy("number for calls"),
    "post": gettext_lazy("postal address"),
    "health": gettext_lazy("health information"),
    "unknown": gettext_lazy("what we could not sort yet"),
}


def purpose_name(key: str) -> str:
    """In the active language; what the catalogue of today does not know is shown as it was kept."""
    if key == EVERYTHING:
        return _("Everything optional")
    return str(PURPOSES[key].name) if key in PURPOSES else key


def category_name(key: str) -> str:
    if key == EVERYTHING:
        return _("Everything optional")
    return str(KINDS.get(key, key))


def who_words(row: Row) -> str:
    return str(WHO.get(row.who, row.who))


def through_words(row: Row) -> str:
    return str(THROUGH.get(row.through, row.through))


def decided_words(row: Row) -> str:
    """Turned off by the member on Tuesday, March 10, 2026, 9am. Both clocks where they part."""
    words = str(DECIDED[row.decision]).format(who=who_words(row), time=moment(row.effective_at))
    if abs((row.recorded_at - row.effective_at).total_seconds()) < 60:
        return words
    known = sentence(_("We learned of it on {time}."), time=moment(row.recorded_at))
    return f"{words} {known}"


def how_words(row: Row) -> str:
    """Through a switch on a page, wording version 3."""
    if row.version is None:
        return _("Through {through}.").format(through=through_words(row))
    return _("Through {through}, wording version {version}.").format(
        through=through_words(row), version=row.version
    )


def doing_words(use: Use) -> str:
    """What a use was for; its code in brackets, as the log has it."""
    kind = use.doing.partition(":")[0]
    return f"{DOING[kind]} ({use.doing})" if kind in DOING else use.doing
