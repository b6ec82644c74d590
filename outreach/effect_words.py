"""What a rule's messages did, in finished words: a sentence, the numbers, what follows of them."""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from msgspec import Struct

from claims.answers.answer import Table
from claims.answers.words import say
from claims.chance import wilson
from outreach.effects import ENOUGH, Arm, Outcome, has_no_effect
from outreach.notice import Kind
from outreach.nudges.nudge import Nudge

NAMES = {
    "called": gettext_noop("Asked for a call within 7 days"),
    "acted": gettext_noop("Did what was needed within 7 days"),
    "looked": gettext_noop("Checked it again within 7 days"),
}


class EffectWords(Struct, frozen=True, kw_only=True):
    """``retire`` is the proposal to end the rule, or ""."""

    who: str
    sentence: str
    tables: tuple[Table, ...]
    retire: str


def effect_words(nudge: Nudge, found: list[Outcome]) -> EffectWords:
    offer = nudge.notice.kind is Kind.OFFER
    held = offer and settings.HOLDOUT_PERCENT > 0
    return EffectWords(
        who=who_words() if offer else _("Everybody gets it: it is about a day or about our word."),
        sentence=sentence(found) if held else "",
        tables=(table(found, held=held),) if any(one.sent.number for one in found) else (),
        retire=_(
            "It has no effect that we can see. We propose to end this rule: stop it, and say why"
            " in its next version."
        )
        if held and has_no_effect(found)
        else "",
    )


def who_words() -> str:
    if not settings.HOLDOUT_PERCENT:
        return _("Everybody gets it now, so that we cannot say whether it helps.")
    return say(
        _("{n} in a hundred do not get it, always the same people, so that we learn if it helps."),
        n=settings.HOLDOUT_PERCENT,
    )


def sentence(found: list[Outcome]) -> str:
    """Whether those who got it do otherwise than those who did not."""
    if found[0].held.number < ENOUGH:
        return say(
            _("It did not get to {n} people yet. From {enough} on we say whether it helps."),
            n=found[0].held.number,
            enough=ENOUGH,
        )
    if any(one.tells for one in found):
        return _("Those who get it do otherwise than those who do not. See the last column.")
    return _("Those who get it do what the others do.")


def table(found: list[Outcome], *, held: bool) -> Table:
    head = (_("What they did"), _("Those who got it"))
    if not held:
        return Table(
            caption=_("What members did, of the last half year"),
            head=head,
            rows=tuple((_(NAMES[one.name]), share(one.sent)) for one in found),
        )
    return Table(
        caption=_("What members did, of the last half year"),
        head=(*head, _("Those who did not"), _("The difference, 19 times in 20")),
        rows=tuple(
            (_(NAMES[one.name]), share(one.sent), share(one.held), apart(one)) for one in found
        ),
    )


def share(arm: Arm) -> str:
    """31 of 100 (23% to 41%)"""
    if not arm.number:
        return _("Nobody yet")
    low, high = wilson(arm.did, arm.number)
    return say(
        _("{did} of {n} ({low}% to {high}%)"),
        did=f"{arm.did:,}",
        n=f"{arm.number:,}",
        low=round(100 * low),
        high=round(100 * high),
    )


def apart(one: Outcome) -> str:
    if not (one.sent.number and one.held.number):
        return _("Too few to say")
    low, high = (f"{round(100 * share):+d}" for share in (one.low, one.high))
    return say(_("{low} to {high} in a hundred"), low=low, high=high)
