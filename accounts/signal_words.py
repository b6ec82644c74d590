"""What became of a browser's wish not to share, in finished words."""

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext as _
from msgspec import Struct

from accounts.clock_words import moment
from accounts.consent.catalogue import PURPOSES
from accounts.consent.standing import standing
from accounts.consent.verdict import SIGNAL
from accounts.models import ConsentEvent, Member
from accounts.models.consent_event import Decision

PURPOSE = PURPOSES["share_with_others"]


class SignalWords(Struct, frozen=True, kw_only=True):
    """``may_confirm``: they had said yes before the signal, and did not say so again since."""

    sentences: tuple[str, ...]
    may_confirm: bool


def signal_words(member: Member) -> SignalWords:
    """How sharing stands for this member, and what a browser had to do with it."""
    told = list(ConsentEvent.objects.of(member.subject).filter(purpose=PURPOSE.key).order_by("seq"))
    heard = next((one for one in told if one.through == SIGNAL), None)
    now = standing(member)
    shares = any(now[PURPOSE.key, category].allowed for category in PURPOSE.categories)
    if heard is None:
        return SignalWords(sentences=(_("No browser of yours has asked us."),), may_confirm=False)
    sentences = [
        _("Opt-out signal honored."),
        _("On {moment} your browser asked us not to share your information with others.").format(
            moment=moment(heard.recorded_at)
        ),
    ]
    before = said_yes_before(told, heard.recorded_at)
    if shares:
        sentences.append(_("You turned sharing on after that, so it is on."))
    else:
        sentences.append(_("Sharing is off. It stays off, in every browser, until you turn it on."))
    if before and not shares:
        sentences.append(_("You had turned sharing on before. The signal counts more."))
    return SignalWords(sentences=tuple(sentences), may_confirm=before and not shares)


def said_yes_before(told: Iterable[ConsentEvent], at: dt.datetime) -> bool:
    """Whether the last word on any category, before the signal, was a yes."""
    last = {one.category: one.decision for one in told if one.recorded_at < at}
    return Decision.GRANT in last.values()
