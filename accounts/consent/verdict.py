"""How a purpose and category of a member stand, judged from the ledger's last word on them.

Missing means no; a no wins over a yes.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from enum import StrEnum

from django.core.exceptions import BadRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from msgspec import Struct

from accounts.consent import wordings
from accounts.consent.catalogue import CATEGORIES, EVERYTHING, PURPOSES, Category, Purpose
from accounts.models import ConsentEvent, ConsentNow
from accounts.models.consent_event import Decision, Who

Key = tuple[str, str]
SIGNAL = "gpc"
"""Through what a browser's signal comes in, in the ledger."""


class NotInCatalogue(LookupError):
    """No purpose or category of that name: a mistake in the code that asks."""


class NotPossible(BadRequest):
    """A choice that nobody can make, such as allowing what is never possible."""


class Reason(StrEnum):
    """Why: the codes of the use log."""

    NEVER = "never"
    LOCKED = "locked"
    PAUSED = "paused"
    SIGNAL = "gpc"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    NEEDS_OWN_CONSENT = "needs_own_consent"
    NOTICE_OUTDATED = "notice_outdated"
    GRANTED = "granted"
    DEFAULT_ON = "default_on"
    DEFAULT_OFF = "default_off"
    UNAVAILABLE = "unavailable"


SAYS: dict[Reason, str | Promise] = {
    Reason.NEVER: gettext_lazy("This is never possible, whatever anyone chooses."),
    Reason.LOCKED: gettext_lazy("This is needed to run the plan."),
    Reason.PAUSED: gettext_lazy("Everything that is optional is paused."),
    Reason.SIGNAL: gettext_lazy("A browser asked us not to share, so this is off."),
    Reason.WITHDRAWN: gettext_lazy("This was turned off."),
    Reason.EXPIRED: gettext_lazy("This was on for a set time, and the time is over."),
    Reason.NEEDS_OWN_CONSENT: gettext_lazy(
        "A parent or guardian turned this on. From 18 on, members decide for themselves."
    ),
    Reason.NOTICE_OUTDATED: gettext_lazy(
        "What this means has changed since it was turned on, so it is off until it is chosen again."
    ),
    Reason.GRANTED: gettext_lazy("This was turned on."),
    Reason.DEFAULT_ON: gettext_lazy("This is on unless it is turned off."),
    Reason.DEFAULT_OFF: gettext_lazy("This is off because nobody turned it on."),
    Reason.UNAVAILABLE: gettext_lazy("We could not look this up just now, so the answer is no."),
}


class Standing(Struct, frozen=True):
    """How things stand: for switches and pages. ``now`` is the ledger's last word, if any.

    ``chosen`` is how the switch stands, also while everything is paused.
    """

    allowed: bool
    reason: Reason
    chosen: bool
    now: ConsentNow | ConsentEvent | None = None

    @property
    def says(self) -> str:
        return str(SAYS[self.reason])

    @property
    def since(self) -> dt.datetime | None:
        return self.now.recorded_at if self.now else None

    @property
    def event(self) -> int | None:
        """The row of the ledger that says so."""
        return getattr(self.now, "event_id", None) or getattr(self.now, "pk", None)

    @property
    def until(self) -> dt.datetime | None:
        return self.now.valid_until if self.now else None


class Verdict(Struct, frozen=True):
    """The gate's answer; true when the use is allowed."""

    allowed: bool
    reason: Reason
    event: int | None = None
    wording: int | None = None

    def __bool__(self) -> bool:
        return self.allowed

    @property
    def says(self) -> str:
        return _(SAYS[self.reason])  # type: ignore[arg-type]


def named(purpose: str, category: str) -> tuple[Purpose, Category]:
    """The catalogue's rows of these names."""
    try:
        return PURPOSES[purpose], CATEGORIES[category]
    except KeyError as unknown:
        raise NotInCatalogue(f"{unknown} is neither a purpose nor a category") from None


def judge(
    purpose: Purpose,
    category: Category,
    rows: Iterable[ConsentNow | ConsentEvent],
    at: dt.datetime,
    material: Callable[[str], int] = wordings.material,
    *,
    of_age: dt.datetime | None,
) -> Standing:
    """How this stands at an instant; ``rows`` hold the last word on it and on a pause, if any.

    ``material``: since which version of a purpose's words a yes counts. ``of_age``: until when a
    guardian's yes does.
    """
    last = {(row.purpose, row.category): row for row in rows}
    now = last.get((purpose.key, category.key))
    if category.key in purpose.never or category.key not in purpose.categories:
        return Standing(False, Reason.NEVER, False, now)
    if purpose.locked:
        return Standing(True, Reason.LOCKED, True, now)
    reason = _reason(purpose, now, at, material(purpose.key), of_age)
    chosen = reason in {Reason.GRANTED, Reason.DEFAULT_ON}
    pause = last.get((EVERYTHING, EVERYTHING))
    if pause and pause.decision == Decision.PAUSE and not purpose.default:
        return Standing(False, Reason.PAUSED, chosen, now)
    return Standing(chosen, reason, chosen, now)


def _reason(
    purpose: Purpose,
    now: ConsentNow | ConsentEvent | None,
    at: dt.datetime,
    material: int,
    of_age: dt.datetime | None,
) -> Reason:
    """What ends a yes, in the order in which it is said."""
    if now is None:
        return Reason.DEFAULT_ON if purpose.default else Reason.DEFAULT_OFF
    if now.decision == Decision.WITHDRAW:
        return Reason.SIGNAL if now.through == SIGNAL else Reason.WITHDRAWN
    if now.decision != Decision.GRANT or _over(now, at):
        return Reason.EXPIRED
    if now.who == Who.GUARDIAN and of_age and at >= of_age:
        return Reason.NEEDS_OWN_CONSENT
    if (now.version or 0) < material:
        return Reason.NOTICE_OUTDATED
    return Reason.GRANTED


def _over(now: ConsentNow | ConsentEvent, at: dt.datetime) -> bool:
    return now.valid_until is not None and at >= now.valid_until
