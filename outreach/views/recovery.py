"""What we put right: its member's page, and the pages of those who do it."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.contrib import messages as notes
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import member_required, role_required, specialist_required
from accounts.clock import now
from accounts.keyset import Keyset, page_of
from accounts.models import AccessRecord, Role, record_access
from claims.answers.person import portal_hours
from claims.answers.words import money, say
from claims.store.order_deeds import CannotRecord
from outreach.call_screen import death_words
from outreach.forms.recovery import GoodwillForm, StepForm
from outreach.goodwill import Doubled, NotFixed, TooMuch, give, left, noted_of
from outreach.models import Recovery, RecoveryStep
from outreach.models.recovery import MOST_OF_A_CASE
from outreach.recovering import NotYet, step
from outreach.recovery_report import both_sides, report
from outreach.recovery_words import (
    added,
    floor_words,
    rows,
    sorry,
    steps,
    thing,
    who_does,
)
from outreach.subject import answers_for, own_answer, they_see

PER_PAGE = 50
FIRST = Keyset(("opened_at", "id"), tuple[dt.datetime, UUID], falling=False, by_age=False)
What = RecoveryStep.What


@require_safe
@member_required
def recovery_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """For its member: who puts it right, and each step as it happens."""
    own = Recovery.objects.for_member(request.member).select_related("owner__specialist")
    case = get_object_or_404(own, pk=pk)
    at, zone = now(), request.member.time_zone
    answer = None
    if case.subject_id:
        answer = own_answer(request.member, case.subject, case.subject_id, now=at)
    context = {
        "case": case,
        "answer": answer,
        "sorry": sorry(case),
        "who": who_does(case),
        "steps": steps(case, at=at, zone=zone),
        "added": added(case),
        "about": f"{case.subject}:{case.subject_id}" if case.subject else "",
    }
    return render(request, "outreach/recovery_detail.html", context)


@require_safe
@specialist_required
def recovery_list(request: HttpRequest) -> HttpResponse:
    """The longest open first; what we prevent stands beside what we put right."""
    mine = request.GET.get("show") == "mine"
    cases = Recovery.objects.open().select_related("member", "owner__specialist")
    if mine:
        cases = cases.filter(owner=request.user)
    page = page_of(cases, FIRST, request.GET, PER_PAGE)
    at, zone = now(), portal_hours().zone
    looked = [(one.member_id, one.pk) for one in page.rows]
    record_access(request.user, AccessRecord.What.RECOVERY_LIST, looked)
    number = cases.count()
    context = {
        "page": page,
        "rows": rows(page.rows, answers_for(page.rows, now=at), at=at, zone=zone),
        "found": say(ngettext("{n} case.", "{n} cases.", number), n=f"{number:,}"),
        "both": both_sides(at),
        "shows": [
            {"url": "?", "label": _("All"), "current": not mine},
            {"url": "?show=mine", "label": _("Yours"), "current": mine},
        ],
        "query": "?show=mine&" if mine else "?",
    }
    return render(request, "outreach/recovery_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@specialist_required
def recovery_step_create(request: HttpRequest, pk: UUID) -> HttpResponse:
    case = looked_at(request, pk)
    form = StepForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        typed = form.cleaned_data
        try:
            step(case, typed["what"], typed["words"], by=request.user, at=now())
        except NotYet as not_yet:
            form.add_error("what", missing_words(not_yet))
        else:
            notes.success(request, _("Noted. The member can read it now."))
            return redirect("outreach:recovery_step_create", pk)
    return shown(request, case, form, GoodwillForm())


@require_POST
@specialist_required
def goodwill_create(request: HttpRequest, pk: UUID) -> HttpResponse:
    """After the fix, within the budget of whoever gives it and of the case."""
    case, form, at = looked_at(request, pk), GoodwillForm(request.POST), now()
    if form.is_valid():
        typed = form.cleaned_data
        cents = round(typed["dollars"] * 100)
        noted = noted_of(case, cents, typed["note"], by=request.user, at=at)
        try:
            give(case, cents, typed["reason"], noted, by=request.user, at=at)
        except TooMuch as much:
            form.add_error("dollars", too_much_words(much, case, left(request.user, at)))
        except Doubled:
            form.add_error(None, _("You added the same a moment ago, and it counts once."))
        except (NotFixed, CannotRecord):
            form.add_error(None, _("It is not put right yet. That comes first."))
        else:
            notes.success(request, _("Added. The member can read it now."))
            return redirect("outreach:recovery_step_create", pk)
    return shown(request, case, StepForm(), form)


def shown(request: HttpRequest, case: Recovery, form: Any, goodwill: Any) -> HttpResponse:
    at, zone = now(), portal_hours().zone
    answer = None
    if case.subject_id:
        answer = own_answer(case.member, case.subject, case.subject_id, now=at)
    context = {
        "case": case,
        "name": case.member.name,
        "number": case.member.number,
        "thing": thing(case, answer),
        "they_see": they_see(answer) if answer else "",
        "death": death_words(case.member),
        "steps": steps(case, at=at, zone=zone),
        "form": form,
        "wrong": goodwill if goodwill.errors else form,
        "goodwill": goodwill if case.fixed_at and case.subject == "order" else None,
        "budget": say(
            _("You can still add {month} this month, and {case} in this case."),
            month=money(left(request.user, at)),
            case=money(MOST_OF_A_CASE - case.goodwill),
        ),
        "floor": floor_words(case),
        "added": added(case),
    }
    return render(request, "outreach/recovery_step_create.html", context)


@require_safe
@role_required(Role.SUPERVISOR, Role.PRIVACY_OFFICER)
def goodwill_list(request: HttpRequest) -> HttpResponse:
    """Whether the same failure costs us the same, whoever it was and whoever gave."""
    at = now()
    context = {"tables": report(at), "both": both_sides(at)}
    return render(request, "outreach/goodwill_list.html", context)


def missing_words(not_yet: NotYet) -> str:
    if not not_yet.missing:
        return _("The order has not come to its end yet.")
    labels = "; ".join(str(What(one).label) for one in not_yet.missing)
    return say(_("Everybody gets this first: {steps}."), steps=labels)


def too_much_words(much: TooMuch, case: Recovery, month: int) -> str:
    if much.of == "month":
        return say(_("You have {amount} left this month."), amount=money(month))
    case.refresh_from_db()
    rest = MOST_OF_A_CASE - case.goodwill
    return say(_("There is {amount} left in this case."), amount=money(rest))


def looked_at(request: HttpRequest, pk: UUID) -> Recovery:
    found = Recovery.objects.select_related("member", "owner__specialist")
    case = get_object_or_404(found, pk=pk)
    record_access(request.user, AccessRecord.What.RECOVERY, [(case.member_id, case.pk)])
    return case
