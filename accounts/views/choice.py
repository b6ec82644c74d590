"""A member's choices: one switch, everything off, a pause and its end."""

from collections.abc import Mapping
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import undo
from accounts.access import member_required
from accounts.choice_words import IN_ORDER, cells, optional, turn_of
from accounts.clock_words import sentence
from accounts.consent import decide, pause, resume, standing
from accounts.consent.catalogue import CATEGORIES, PURPOSES
from accounts.consent.interaction import Receipt
from accounts.consent.verdict import Key
from accounts.models import Activity, Inference, Member, Suppression
from accounts.models.consent_event import Decision
from accounts.persona_words import when_words
from accounts.see_question import NO, SEE
from accounts.views.persona import back_to

SCREEN = "/me/"
LONGEST_KEY = 60  # characters


@require_POST
@member_required
def choice_update(request: HttpRequest) -> HttpResponse:
    """Turn one switch to where the form said; what the form does not name stays as it is."""
    purpose, category = request.POST.get("purpose", ""), request.POST.get("category", "")
    on = request.POST.get("turn") == "on"
    if purpose not in IN_ORDER or (category and category not in CATEGORIES):
        raise BadRequest("no such choice")
    if on and turn_of(PURPOSES[purpose], is_on=False) != "on":
        raise BadRequest("this needs a signature")
    choices = dict.fromkeys(cells(purpose, category), on)
    where = "-".join(filter(None, ("choice", purpose, category)))
    return back_to(request, turned(request, choices, where=where, what=f"{where}:{on}"))


@require_POST
@member_required
def answer_create(request: HttpRequest) -> HttpResponse:
    """The answer to the question of `accounts.see_question`; a no is remembered, to ask no more."""
    if request.POST.get("answer") == "yes":
        turned(request, {SEE: True}, where="choice-see_what_i_checked", what="answer")
        messages.success(request, _("Thank you. It is on. You can turn it off at any time."))
    else:
        Suppression.objects.suppress(request.member, NO)
        messages.success(request, _("It stays off. We will not ask again."))
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure())
    return redirect(target if safe else "accounts:persona")


@require_POST
@member_required
def choice_stop(request: HttpRequest) -> HttpResponse:
    """Everything optional off: one interaction, one receipt."""
    choices = dict.fromkeys(optional(standing(request.member)), False)
    return back_to(request, turned(request, choices, where="use", what="stop"))


@require_POST
@member_required
def pause_create(request: HttpRequest) -> HttpResponse:
    receipt = pause(request.member, **said(request, "pause"))
    return back_to(request, of_receipt(receipt, says=_("Paused. It is paused for everyone now.")))


@require_POST
@member_required
def pause_end(request: HttpRequest) -> HttpResponse:
    receipt = resume(request.member, **said(request, "start"))
    return back_to(request, of_receipt(receipt, says=_("Started again. Your switches count.")))


def of_receipt(receipt: Receipt, says: str) -> undo.Change:
    says = overtaken() if receipt.overtaken else says
    return undo.Change(says=says, where="pause", receipt=receipt.short)


def turned(
    request: HttpRequest,
    choices: Mapping[Key, bool],
    *,
    where: str,
    what: str,
    through: str = "switch",
) -> undo.Change:
    """Decide, and what to say of it; remembers how it was and what it deleted.

    No transaction around it, because the refusal of what nobody can choose must stay written.
    """
    member = request.member
    before = derived(member)
    receipt = decide(member, choices, through=through, **said(request, what))
    if receipt.overtaken:
        return undo.Change(says=overtaken(), where=where)
    gone = [row for row in before if not type(row).objects.filter(pk=row.pk).exists()]
    return undo.Change(
        says=says(receipt, on=any(choices.values()), gone=bool(gone)),
        where=where,
        receipt=receipt.short,
        rows=gone,
        choices={(e.purpose, e.category): e.decision != Decision.GRANT for e in receipt.events},
    )


def derived(member: Member) -> list[models.Model]:
    """What may go with a choice."""
    return [*Activity.objects.own(member), *Inference.objects.for_member(member)]


def said(request: HttpRequest, what: str) -> dict[str, object]:
    """Who decided, where and in which language; ``key`` makes a second press the first."""
    key = request.POST.get("key", "").replace("\0", "")[:LONGEST_KEY] or uuid4().hex
    return {
        "by": request.user,
        "screen": SCREEN,
        "language": get_language(),
        "key": f"{key}:{what}"[:100],
    }


def overtaken() -> str:
    """An old page was sent again, and it is not as it was then."""
    return _("You changed this since then. Here is how it stands now.")


def says(receipt: Receipt, *, on: bool, gone: bool) -> str:
    """Off since 2:14pm. It is off for everyone now."""
    if receipt.at is None:
        return _("It was like this already.")
    if on:
        words = _("On since {time}.")
    else:
        words = _("Off since {time}. It is off for everyone now.")
        if gone:
            words = _(
                "Off since {time}. It is off for everyone now. What we only kept for this is gone."
            )
    return sentence(words, time=when_words(receipt.at))
