"""What failed at every try, or says what nobody can read: a person tries it again, or closes it."""

import datetime as dt
from urllib.parse import parse_qs
from zoneinfo import ZoneInfo

from django.contrib import messages as notes
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import rules_required
from accounts.clock import now
from accounts.clock_words import moment
from claims.answers.person import portal_hours
from claims.answers.words import say
from outreach.ladder import step_on
from outreach.models import Channel, Delivery, Message, Receipt

MOST_PARKED = 100
UNDELIVERED: dict[str, type[Message | Delivery | Receipt]] = {
    "messages": Message,
    "deliveries": Delivery,
    "receipts": Receipt,
}


@require_safe
@rules_required
def undelivered_list(request: HttpRequest) -> HttpResponse:
    """Without names: which message, why, since when."""
    rows = [
        parked_row(kind, one)
        for kind, model in UNDELIVERED.items()
        for one in model.objects.parked().order_by("parked_at")[:MOST_PARKED]
    ]
    return render(request, "outreach/undelivered_list.html", {"rows": rows})


def parked_row(kind: str, one: Message | Delivery | Receipt) -> dict[str, object]:
    whats = {
        "messages": _("Message"),
        "deliveries": _("Email or text"),
        "receipts": _("What came back to us"),
    }
    return {
        "what": whats[kind],
        "reference": say("{reference}", reference=str(one.pk)[-12:]),
        "reason": one.reason,
        "since": since_words(one.parked_at),
        "said": say("{words}", words=answer_in(one)) if isinstance(one, Receipt) else "",
        "again": f"/nudges/undelivered/{kind}/{one.pk}/" if kind != "receipts" else "",
        "close": f"/nudges/undelivered/{kind}/{one.pk}/closing/",
    }


def since_words(at: dt.datetime | None) -> str:
    assert at is not None
    return say(_("Since {when}."), when=moment(at, ZoneInfo(portal_hours().zone)))


def answer_in(receipt: Receipt) -> str:
    """The words of a text that a member sent; a person must read them to know what they want."""
    if receipt.channel != Channel.SMS:
        return ""
    return " ".join(parse_qs(bytes(receipt.body).decode()).get("Body", []))


@require_POST
@rules_required
def again_create(request: HttpRequest, kind: str, pk: str) -> HttpResponse:
    """Somebody mended why it failed."""
    found = parked(kind, pk)
    if isinstance(found, Receipt):
        raise Http404
    found.again(now())
    notes.success(request, _("It will be tried again now."))
    return redirect("outreach:undelivered_list")


@require_POST
@rules_required
def closing_create(request: HttpRequest, kind: str, pk: str) -> HttpResponse:
    """It needs no more tries. What was to leave the portal takes the next step: another channel,
    or a letter."""
    found = parked(kind, pk)
    if found.close(now(), request.user) and isinstance(found, Delivery):
        step_on(found, now())
    notes.success(request, _("Closed."))
    return redirect("outreach:undelivered_list")


def parked(kind: str, pk: str) -> Message | Delivery | Receipt:
    model = UNDELIVERED.get(kind)
    number = kind == "receipts"
    if model is None or number is not pk.isdecimal():
        raise Http404
    found = model.objects.parked().filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
