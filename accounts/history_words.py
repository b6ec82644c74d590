"""What a member decided, and what was done with it since, in finished words."""

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count, Max
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from msgspec import Struct

from accounts.clock_words import full_day, sentence
from accounts.consent.catalogue import CATEGORIES, PURPOSES
from accounts.consent.verdict import SAYS, Reason
from accounts.models import ConsentEvent, ConsentPruned, Use, Wording
from accounts.models.consent_event import Decision, Who
from accounts.persona_words import when_words

WRITTEN_DOWN = (Who.PAPER, Who.OFFICER)
"""Decisions that somebody of ours wrote down later than they were taken."""

ONE_DAY = dt.timedelta(days=1)
WHO_TURNED = {
    (Who.MEMBER, Decision.GRANT): gettext_lazy("You turned this on."),
    (Who.MEMBER, Decision.WITHDRAW): gettext_lazy("You turned this off."),
    (Who.MEMBER, Decision.PAUSE): gettext_lazy("You paused everything."),
    (Who.MEMBER, Decision.RESUME): gettext_lazy("You started again."),
    (Who.TRUSTED, Decision.GRANT): gettext_lazy("Your trusted person turned this on."),
    (Who.TRUSTED, Decision.WITHDRAW): gettext_lazy("Your trusted person turned this off."),
    (Who.GUARDIAN, Decision.GRANT): gettext_lazy("Your parent or guardian turned this on."),
    (Who.GUARDIAN, Decision.WITHDRAW): gettext_lazy("Your parent or guardian turned this off."),
    (Who.OFFICER, Decision.GRANT): gettext_lazy("Our privacy officer turned this on for you."),
    (Who.OFFICER, Decision.WITHDRAW): gettext_lazy("Our privacy officer turned this off for you."),
    (Who.SIGNAL, Decision.WITHDRAW): gettext_lazy("Your browser asked us to turn this off."),
    (Who.PAPER, Decision.GRANT): gettext_lazy("You turned this on, on paper."),
    (Who.PAPER, Decision.WITHDRAW): gettext_lazy("You turned this off, on paper."),
}
TURNED = {
    Decision.GRANT: gettext_lazy("This was turned on."),
    Decision.WITHDRAW: gettext_lazy("This was turned off."),
    Decision.PAUSE: gettext_lazy("Everything was paused."),
    Decision.RESUME: gettext_lazy("It was started again."),
    Decision.EXPIRE: gettext_lazy("This ended, because its time was over."),
}


class DecisionRow(Struct, frozen=True, kw_only=True):
    """``shown`` are the lines that were on the screen; () for a pause. ``url``: of its receipt."""

    when: str
    did: str
    about: str
    known: str
    receipt: str
    url: str
    shown: tuple[str, ...]


class UseRow(Struct, frozen=True, kw_only=True):
    when: str
    words: str
    about: str
    why: str


def decision_rows(events: Iterable[ConsentEvent], wordings: Iterable[Wording]) -> list[DecisionRow]:
    texts = {bytes(one.sha256): one.text for one in wordings}
    return [
        DecisionRow(
            when=when_words(event.effective_at),
            did=did_words(event),
            about=about_words(event.purpose, event.category),
            known=known_words(event),
            receipt=short(event),
            url=reverse("accounts:consent_receipt", args=[event.pk]),
            shown=tuple(texts.get(bytes(event.wording or b""), "").splitlines()),
        )
        for event in events
    ]


def pruned_words(subject: UUID) -> str:
    """That older decisions were let go, where some were. One query."""
    pruned = ConsentPruned.objects.filter(subject=subject)
    found = pruned.aggregate(n=Count("pk"), last=Max("pruned_at"))
    if not found["n"]:
        return ""
    words = ngettext(
        "On {day} or before, we deleted what {n} older decision was about. We kept its "
        "fingerprint, which shows that the rest of the record is whole.",
        "On {day} or before, we deleted what {n} older decisions were about. We kept their "
        "fingerprints, which show that the rest of the record is whole.",
        found["n"],
    )
    return words.format(day=full_day(localtime(found["last"]).date()), n=f"{found['n']:,}")


def did_words(event: ConsentEvent) -> str:
    decision = Decision(event.decision)
    return str(WHO_TURNED.get((Who(event.who), decision)) or TURNED[decision])


def about_words(purpose: str, category: str) -> str:
    """Let specialists see what I checked: what you checked here. "" for everything at once."""
    if purpose not in PURPOSES or category not in CATEGORIES:
        return ""
    return f"{PURPOSES[purpose].name}: {CATEGORIES[category].name}"


def known_words(event: ConsentEvent) -> str:
    """When we came to know of it, where that was later, as with a paper."""
    if event.who not in WRITTEN_DOWN or event.recorded_at - event.effective_at < ONE_DAY:
        return ""
    words = _("We learned of it {time}. It counts since then.")
    return sentence(words, time=when_words(event.recorded_at))


def short(event: ConsentEvent) -> str:
    return bytes(event.hash).hex()[:12]


def use_rows(uses: Iterable[Use]) -> list[UseRow]:
    """``actor`` must be there: one query for all."""
    return [
        UseRow(
            when=when_words(use.used_at),
            words=use_words(use),
            about=about_words(use.purpose, use.category),
            why=str(SAYS[Reason(use.reason)]) if not use.allowed else "",
        )
        for use in uses
    ]


def use_words(use: Use) -> str:
    """A specialist used it. The portal wanted to use it, and did not."""
    if use.actor is None:
        return _("The portal used it.") if use.allowed else _("The portal did not use it.")
    who = use.actor.get_role_display()
    words = _("{who}: used it.") if use.allowed else _("{who}: could not use it.")
    return words.format(who=who)
