"""What is held back: the list of those who settle it, one hold with its evidence, and decisions."""

import datetime as dt
from collections import Counter
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import settler_required
from accounts.clock import now, today
from accounts.keyset import Keyset, page_of
from accounts.models import AccessRecord, User, record_access
from claims.answers.person import portal_hours
from claims.answers.words import say
from claims.explanations.hold_reasons import HOLD_LABELS
from claims.facts import HoldReason
from claims.forms.hold import DecisionForm
from claims.hold_words import (
    evidence,
    hold_row,
    is_late,
    past,
    promise,
    readings,
    statements,
    thing,
    what_is_wrong,
    where_from,
)
from claims.models import Hold
from claims.store import settlement
from claims.store.outcomes import Preview, Resolution, preview
from claims.store.settlement import CannotSettle, Why

PER_PAGE = 50
SOONEST = Keyset(("due_on", "id"), tuple[dt.date, UUID], falling=False, by_age=False)
LATEST = Keyset(("settled_at", "id"), tuple[dt.datetime, UUID])
ENDED = "settled"
REFUSED = {
    Why.CHANGED: gettext_lazy(
        "Something changed since you opened this page. Look again before you decide."
    ),
    Why.SAME_PERSON: gettext_lazy("You proposed this. Another person has to confirm it."),
    Why.CANNOT_LAND: gettext_lazy(
        "This record cannot be used. Keep what we have, or ask the sender to send it again."
    ),
}


@require_safe
@settler_required
def hold_list(request: HttpRequest) -> HttpResponse:
    """What is open, or what has ended. Every look is recorded, because each row is a member's."""
    ended = request.GET.get("show") == ENDED
    context = ended_holds(request) if ended else open_holds(request)
    page = context["page"]
    seen = [(one.claim.member_id, one.pk) for one in page.rows]
    record_access(request.user, AccessRecord.What.HOLD_LIST, seen)
    on = today(portal_hours().zone)
    context["rows"] = [hold_row(one, on) for one in page.rows]
    context["shows"] = [
        {"url": "?", "label": _("Open"), "current": not ended},
        {"url": f"?show={ENDED}", "label": _("Settled"), "current": ended},
    ]
    return render(request, "claims/hold_list.html", context)


def open_holds(request: HttpRequest) -> dict[str, Any]:
    counts = Hold.objects.open().counts()
    reason, source = chosen(request, counts)
    holds = Hold.objects.open().about(reason, source).select_related("claim__member")
    found = sum(n for one, slug, n in counts if reason in ("", one) and source in ("", slug))
    return {
        "about": _("Members read that we are checking these, and by when."),
        "nothing": _("Nothing is held back."),
        "page": page_of(holds, SOONEST, request.GET, PER_PAGE),
        "found": holds_in_words(found),
        "reasons": reason_links(counts, reason, source),
        "sources": source_links(counts, reason, source),
        "query": f"{link(reason, source)}&",
    }


def ended_holds(request: HttpRequest) -> dict[str, Any]:
    holds = Hold.objects.ended().select_related("claim__member")
    return {
        "about": _("What was held back and is settled, the latest first."),
        "nothing": _("Nothing was settled yet."),
        "page": page_of(holds, LATEST, request.GET, PER_PAGE),
        "query": f"?show={ENDED}&",
    }


@require_http_methods(["GET", "HEAD", "POST"])
@settler_required
def hold_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    hold = get_object_or_404(Hold.objects.with_claim(), pk=pk)
    record_access(request.user, AccessRecord.What.HOLD, [(hold.claim.member_id, hold.pk)])
    at = now()
    would = preview(hold, at) if hold.state in Hold.OPEN else None
    form = DecisionForm(
        request.POST or None,
        decisions=decisions(hold, would, request.user),
        initial={"looked_at": settlement.seen(hold)},
    )
    if form.is_valid():
        return decided(request, hold, **form.cleaned_data)
    context = page_of_hold(hold, would, at) | {"form": form, "hold": hold}
    return render(request, "claims/hold_detail.html", context)


def page_of_hold(hold: Hold, would: Preview | None, at: dt.datetime) -> dict[str, Any]:
    on = today(portal_hours().zone)
    tables = [evidence(hold)]
    if would:
        tables += [
            statements(hold, would.now, on),
            readings(would, at, hold.claim.member.time_zone),
        ]
    return {
        "thing": thing(hold),
        "wrong": what_is_wrong(hold),
        "promise": promise(hold, on),
        "late": is_late(hold, on),
        "facts": where_from(hold, on),
        "tables": [table for table in tables if table],
        "timeline": past(list(hold.decisions.all()), on),
        "guarded": hold.claim.guard != "none",
    }


def decisions(hold: Hold, would: Preview | None, user: User) -> list[tuple[str, str]]:
    """What this person may decide now, and whether that waits for a second person."""
    if would is None:
        return []
    if hold.state == Hold.State.PROPOSED:
        taken_back = (DecisionForm.DECLINE, _("Take it back"))
        if hold.proposed_by_id == user.pk:
            return [taken_back]
        agreed = _("I agree: {what}").format(what=hold.get_resolution_display())
        return [(DecisionForm.CONFIRM, agreed), (DecisionForm.DECLINE, _("I do not agree"))]
    found = []
    for one in would.outcomes:
        words = "{what}"
        if one.two_people:
            words = _("{what}. A second person must confirm it.")
        found.append((one.resolution.value, words.format(what=one.resolution.label)))
    return [*found, (DecisionForm.ASK, _("Ask the sender to send it again"))]


def decided(
    request: HttpRequest, hold: Hold, *, decision: str, why: str, looked_at: str
) -> HttpResponse:
    """Do it, say what came of it, and show the hold as it is then."""
    told = {"by": request.user, "why": why, "looked_at": looked_at}
    try:
        said = DECIDE[decision](hold, decision, told)
    except CannotSettle as refused:
        messages.error(request, REFUSED[refused.why])
    else:
        messages.success(request, said)
    return redirect(hold)


def propose(hold: Hold, decision: str, told: dict[str, Any]) -> str:
    if settlement.propose(hold.pk, Resolution(decision), **told):
        return _("Settled.")
    return _("Proposed. It waits for a second person.")


def confirm(hold: Hold, _decision: str, told: dict[str, Any]) -> str:
    settlement.confirm(hold.pk, **told)
    return _("Settled.")


def decline(hold: Hold, _decision: str, told: dict[str, Any]) -> str:
    settlement.decline(hold.pk, **told)
    return _("It is open again.")


def ask_again(hold: Hold, _decision: str, told: dict[str, Any]) -> str:
    settlement.ask_again(hold.pk, **told)
    return _("Noted: you asked for it again.")


DECIDE = {
    DecisionForm.USE: propose,
    DecisionForm.KEEP: propose,
    DecisionForm.CONFIRM: confirm,
    DecisionForm.DECLINE: decline,
    DecisionForm.ASK: ask_again,
}


def chosen(request: HttpRequest, counts: list) -> tuple[str, str]:
    """The filter that was asked for; what nothing is held for shows everything."""
    reason, source = request.GET.get("reason", ""), request.GET.get("source", "")
    known = {one for one, _source, _n in counts}, {slug for _reason, slug, _n in counts}
    return (reason if reason in known[0] else "", source if source in known[1] else "")


def holds_in_words(number: int) -> str:
    return say(ngettext("{n} thing held back.", "{n} things held back.", number), n=f"{number:,}")


def link(reason: str, source: str) -> str:
    return f"?{urlencode({'reason': reason, 'source': source})}"


def reason_links(counts: list, reason: str, source: str) -> list[dict[str, Any]]:
    number = Counter[str]()
    for one, slug, n in counts:
        number[one] += n if source in ("", slug) else 0
    labels = {one: _(HOLD_LABELS[HoldReason(one)]) for one in number}
    return links(number, labels, reason, lambda one: link(one, source))


def source_links(counts: list, reason: str, source: str) -> list[dict[str, Any]]:
    number = Counter[str]()
    for one, slug, n in counts:
        number[slug] += n if reason in ("", one) else 0
    return links(number, {slug: slug for slug in number}, source, lambda one: link(reason, one))


def links(number: Counter, labels: dict, current: str, to: Any) -> list[dict[str, Any]]:
    every = [("", _("All"), number.total())]
    every += [(word, labels[word], n) for word, n in number.items()]
    return [
        {"url": to(word), "label": f"{label} ({n:,})", "current": word == current}
        for word, label, n in every
    ]
