"""The cases that somebody of staff looks after, and how one passes to another."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import specialist_required
from accounts.clock import now
from accounts.keyset import Keyset, page_of
from accounts.models import AccessRecord, Role, User, record_access
from claims.answers.person import portal_hours
from claims.answers.words import local_date, say
from outreach.case_words import WHOSE, case_row, hand_over_rows, staff_name
from outreach.forms.hand_over import HandOverForm
from outreach.hand_over import answer, ask
from outreach.models import Call, HandOver, Keeper
from outreach.scheduling.keeping import fitting
from outreach.subject import answers_for, they_see, topic_of
from outreach.summary_words import first_name, staff_title

PER_PAGE = 20
MOST = 50
LAST_FIRST = Keyset(("since", "id"), tuple[dt.datetime, UUID])


@require_safe
@specialist_required
def case_list(request: HttpRequest) -> HttpResponse:
    """One's own; of somebody else's for a supervisor (``of``). First what waits for an answer."""
    of, at, zone = reader_of(request), now(), portal_hours().zone
    kept = Keeper.objects.filter(user=of).select_related("member", "user__specialist")
    page = page_of(kept, LAST_FIRST, request.GET, PER_PAGE)
    waiting = list(
        HandOver.objects.waiting()
        .filter(Q(taker=of) | Q(giver=of))
        .select_related(*WHOSE)
        .order_by("asked_at")[:MOST]
    )
    cases = [*page.rows, *(one.keeper for one in waiting)]
    seen = answers_for(cases, now=at)
    note(request.user, cases)
    number = kept.count()
    context = {
        "page": page,
        "rows": [case_row(one, seen, at=at, zone=zone) for one in page.rows],
        "waiting": hand_over_rows(waiting, seen, reader=request.user, at=at, zone=zone),
        "found": say(ngettext("{n} case.", "{n} cases.", number), n=f"{number:,}"),
        "of": "" if of == request.user else staff_name(of),
        "query": f"?of={of.pk}&" if of != request.user else "?",
    }
    return render(request, "outreach/case_list.html", context)


def reader_of(request: HttpRequest) -> User:
    named = request.GET.get("of", "")
    if not named or request.user.role != Role.SUPERVISOR:
        return request.user  # type: ignore[return-value]
    try:
        return get_object_or_404(User.objects.select_related("specialist"), pk=UUID(named))
    except ValueError:
        raise Http404 from None


@require_http_methods(["GET", "HEAD", "POST"])
@specialist_required
def case_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One case: its history, and the form by which it passes on."""
    keeper, at = case_of(request, pk), now()
    note(request.user, [keeper])
    takers = takers_of(keeper, at)
    form = HandOverForm(request.POST if request.method == "POST" else None, takers=takers)
    if form.is_valid():
        said = form.cleaned_data
        asked = ask(keeper, said["taker"], said["reason"], said["note"], by=request.user, at=at)
        if asked:
            messages.success(request, _("Noted. You look after it until they have accepted."))
        else:
            messages.info(request, _("Somebody was asked already, and has not answered yet."))
        return redirect(keeper)
    return render(request, "outreach/case_detail.html", context_of(request.user, keeper, form, at))


def context_of(reader: User, keeper: Keeper, form: HandOverForm, at: dt.datetime) -> dict[str, Any]:
    zone = portal_hours().zone
    seen = answers_for([keeper], now=at)
    found = seen.get((keeper.subject, keeper.subject_id))
    passed = list(keeper.hand_overs.select_related(*WHOSE).order_by("-asked_at")[:MOST])
    calls = Call.objects.for_member(keeper.member).told()
    calls = calls.filter(subject=keeper.subject, subject_id=keeper.subject_id)[:MOST]
    today = local_date(at, zone)
    return {
        "row": case_row(keeper, seen, at=at, zone=zone),
        "they_see": they_see(found) if found else "",
        "passed": hand_over_rows(passed, seen, reader=reader, at=at, zone=zone),
        "waits": any(one.answered_at is None for one in passed),
        "form": form,
        "calls": [
            {
                "url": one.get_absolute_url(),
                "title": staff_title(first_name(one.specialist), one.began_at, today, zone),
            }
            for one in calls
        ],
        "number": keeper.member.number,
        "about": f"{keeper.subject}:{keeper.subject_id}",
    }


def case_of(request: HttpRequest, pk: UUID) -> Keeper:
    """Whoever keeps it, was asked to, or supervises: it is nobody else's business."""
    kept = Keeper.objects.select_related("member", "user__specialist")
    keeper = get_object_or_404(kept, pk=pk)
    if request.user.role == Role.SUPERVISOR or keeper.user_id == request.user.pk:
        return keeper
    if keeper.hand_overs.waiting().filter(taker=request.user).exists():
        return keeper
    raise Http404


def takers_of(keeper: Keeper, at: dt.datetime) -> list[tuple[str, str]]:
    """Those who are trained for it and here, by name; the one who fits best first."""
    topic = topic_of(keeper.member, keeper.subject, keeper.subject_id)
    found = fitting(keeper.member, topic, at, besides=[keeper.user_id])
    users = User.objects.select_related("specialist").in_bulk(found)
    return [(str(one), staff_name(users[one])) for one in found]


@require_POST
@specialist_required
def acceptance_create(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Only whoever was asked takes it over."""
    asked = get_object_or_404(HandOver, pk=pk, taker=request.user)
    if answer(asked, accepted=True, at=now()):
        messages.success(request, _("It is yours now. We told the member."))
        return redirect(asked.keeper)
    messages.info(request, _("This had been answered already."))
    return redirect("outreach:case_list")


@require_POST
@specialist_required
def refusal_create(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Whoever was asked says no, or whoever asked takes it back."""
    mine = Q(taker=request.user) | Q(giver=request.user) | Q(asked_by=request.user)
    asked = get_object_or_404(HandOver, mine, pk=pk)
    if answer(asked, accepted=False, at=now()):
        messages.success(request, _("Noted. It stays where it was."))
    else:
        messages.info(request, _("This had been answered already."))
    return redirect("outreach:case_list")


def note(user: User, seen: list[Keeper]) -> None:
    """Every look is recorded, because each row is a member's."""
    looked = [(one.member_id, one.subject_id) for one in seen]
    record_access(user, AccessRecord.What.CALL_LIST, looked)
