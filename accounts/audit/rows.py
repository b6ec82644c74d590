"""Rows of the ledger and of the use log as an officer reads them: facts of consent, no contents."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.audit.words import (
    DECISIONS,
    category_name,
    doing_words,
    purpose_name,
    through_words,
    who_words,
)
from accounts.clock_words import moment
from accounts.consent.verdict import SAYS, Reason
from accounts.models import ConsentEvent, Use

SHORT = 12  # digits of a digest


def event_row(event: ConsentEvent) -> dict[str, Any]:
    """``effective`` is "" where both clocks say the same."""
    apart = abs((event.recorded_at - event.effective_at).total_seconds()) >= 60
    return {
        "number": event.seq,
        "recorded": moment(event.recorded_at),
        "effective": moment(event.effective_at) if apart else "",
        "purpose": purpose_name(event.purpose),
        "category": category_name(event.category),
        "decision": str(DECISIONS[event.decision]),
        "who": who_words(event),
        "through": through_words(event),
        "version": event.version or "",
        "wording": wording_url(event.purpose, event.version),
        "hash": bytes(event.hash).hex()[:SHORT],
        "subject": str(event.subject_id)[-SHORT:],
    }


def wording_url(purpose: str, version: int | None) -> str:
    return reverse("accounts:wording_detail", args=[purpose, version]) if version else ""


def use_row(use: Use) -> dict[str, Any]:
    says = SAYS.get(use.reason) if use.reason in set(Reason) else None
    return {
        "when": moment(use.used_at),
        "purpose": purpose_name(use.purpose),
        "category": category_name(use.category),
        "doing": doing_words(use),
        "who": use.actor.email if use.actor else _("The portal"),
        "allowed": use.allowed,
        "said": _("Allowed") if use.allowed else _("Refused"),
        "why": str(says or use.reason),
        "rests": use.event.seq if use.event else "",
    }
