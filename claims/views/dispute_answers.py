"""What members say is wrong on their bills: the list of those who check it, and their answers."""

import datetime as dt
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import specialist_required
from accounts.clock import now, today
from accounts.keyset import Keyset, page_of
from accounts.models import AccessRecord, record_access
from claims.answers.balance_case import balance_case
from claims.answers.person import portal_hours
from claims.answers.words import day, money, say
from claims.facts import DisputeOutcome, Guard
from claims.forms.dispute import DisputeAnswerForm
from claims.models import Dispute, Document
from claims.store.bill_disputes import acknowledge, answer
from claims.views.disputes import page_of_dispute
from claims.views.documents import handed_out

PER_PAGE = 50
LONGEST = Keyset(("received_at", "id"), tuple[dt.datetime, UUID], falling=False, by_age=False)
LATEST = Keyset(("ended_at", "id"), tuple[dt.datetime, UUID])
ENDED = "answered"


@require_safe
@specialist_required
def dispute_list(request: HttpRequest) -> HttpResponse:
    """Whose answer is due soonest. Every look is recorded, because each row is a member's."""
    ended = request.GET.get("show") == ENDED
    found = Dispute.objects.ended() if ended else Dispute.objects.open()
    keyset = LATEST if ended else LONGEST
    page = page_of(found.select_related("balance__member"), keyset, request.GET, PER_PAGE)
    seen = [(one.member_id, one.pk) for one in page.rows]
    record_access(request.user, AccessRecord.What.DISPUTE_LIST, seen)
    context = {
        "page": page,
        "rows": [row(one) for one in page.rows],
        "found": "" if ended else disputes_in_words(found.count()),
        "nothing": nothing_words(ended),
        "query": f"?show={ENDED}&" if ended else "?",
        "shows": [
            {"url": "?", "label": _("Open"), "current": not ended},
            {"url": f"?show={ENDED}", "label": _("Answered"), "current": ended},
        ],
    }
    return render(request, "claims/dispute_list.html", context)


def nothing_words(ended: bool) -> str:
    return _("Nothing has been answered yet.") if ended else _("Nothing waits for an answer.")


def disputes_in_words(number: int) -> str:
    return say(ngettext("{n} to answer.", "{n} to answer.", number), n=f"{number:,}")


def row(one: Dispute) -> dict[str, object]:
    """A private account is named by its number and amounts alone."""
    on, facts = today(portal_hours().zone), one.facts()
    late = not one.ended_at and facts.resolve_by < on
    words = _("Late: we said by {date}.") if late else _("Answer by {date}.")
    if one.ended_on:
        words = _("Answered on {date}.")
    return {
        "url": f"{one.get_absolute_url()}answer/",
        "thing": thing(one),
        "promise": say(words, date=day(one.ended_on or facts.resolve_by, today=on)),
        "reason": one.get_reason_display(),
        "account": one.balance.number,
        "member": one.balance.member.number,
        "late": late,
    }


def thing(one: Dispute) -> str:
    amount = money(one.cents)
    if one.balance.guard != Guard.NONE:
        return say(_("Something for {amount}"), amount=amount)
    return say(_("{what}: {amount}"), what=one.name, amount=amount)


@require_http_methods(["GET", "HEAD", "POST"])
@specialist_required
def dispute_answer_create(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What the member said, and the answer that they read."""
    told = get_object_or_404(Dispute.objects.select_related("balance__source", "member"), pk=pk)
    record_access(request.user, AccessRecord.What.DISPUTE, [(told.member_id, told.pk)])
    form = DisputeAnswerForm(request.POST or None, costs=costs(told))
    if told.ended_at is None and form.is_valid():
        say_what_came_of_it(request, decided(told, request, **form.cleaned_data))
        return redirect("claims:dispute_list")
    context = {
        "form": form,
        "dispute": told,
        "row": row(told),
        "page": page_of_dispute(told, zone=portal_hours().zone),
        "guarded": told.balance.guard != Guard.NONE,
        "documents": [
            {"url": reverse("claims:dispute_document_detail", args=[pk, one.pk]), "name": one.name}
            for one in sent_for(pk)
        ],
    }
    return render(request, "claims/dispute_answer_create.html", context)


def costs(told: Dispute) -> int:
    """What the member would pay for the item in all, were they not right."""
    case = balance_case(told.balance.facts(), now=now(), zone=told.member.time_zone)
    disputed = {str(key) for key in told.entries}
    its = (
        one
        for one in case.account.items
        if not disputed.isdisjoint(entry.id for entry in one.entries)
    )
    return sum(one.costs for one in its)


def sent_for(pk: UUID) -> QuerySet:
    """What the member sent about it, and was checked."""
    received = Document.objects.filter(state=Document.State.RECEIVED, about=f"dispute:{pk}")
    return received.order_by("received_at", "pk")


@require_safe
@specialist_required
def dispute_document_detail(request: HttpRequest, pk: UUID, document: UUID) -> HttpResponseBase:
    """A file that the member sent about it."""
    told = get_object_or_404(Dispute, pk=pk)
    record_access(request.user, AccessRecord.What.DISPUTE, [(told.member_id, told.pk)])
    return handed_out(get_object_or_404(sent_for(pk).filter(member=told.member_id), pk=document))


def decided(
    told: Dispute, request: HttpRequest, *, decision: str, words: str, agreed: int | None
) -> bool:
    if decision == DisputeAnswerForm.LOOKING:
        return acknowledge(told, by=request.user, words=words)  # type: ignore[arg-type]
    outcome = DisputeOutcome(decision)
    return answer(told, outcome, by=request.user, words=words, agreed=agreed)  # type: ignore[arg-type]


def say_what_came_of_it(request: HttpRequest, done: bool) -> None:
    if done:
        messages.success(request, _("The member reads your answer now."))
    else:
        messages.info(request, _("Somebody answered this meanwhile, or it was taken back."))
