"""Staff write down what becomes of appeals: they are received, looked at by somebody, decided.

Those who decide appeals work elsewhere; this is the door by which what they did comes in. Each look
is recorded, because each row is a member's.
"""

import datetime as dt
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import calls, checker_required, specialist_required
from accounts.clock import now
from accounts.keyset import Keyset, page_of
from accounts.models import AccessRecord, record_access
from claims.answers.appeal_parts import moment, standing
from claims.answers.words import day, local_date, say
from claims.appeal_words import got_it, sent
from claims.documents import of
from claims.facts import AppealLevel, AppealOutcome, AppealState
from claims.forms.appeal import OutcomeForm, ReviewerForm
from claims.models import Appeal, Document
from claims.models.claim_facts import read
from claims.store import appeal_decisions
from claims.store.appeal_decisions import NotOpen
from claims.store.carried import told_of
from claims.views.documents import handed_out

PER_PAGE = 50
OLDEST = Keyset(("filed_at", "id"), tuple[dt.datetime, UUID], falling=False)
LATEST = Keyset(("ended_at", "id"), tuple[dt.datetime, UUID])
ENDED = "ended"
RECEIVED, REVIEWER, OUTCOME = "received", "reviewer", "outcome"


@require_safe
@checker_required
def appeal_review_list(request: HttpRequest) -> HttpResponse:
    """Appeals that wait, the oldest first; or those that ended, the latest first."""
    ended = request.GET.get("show") == ENDED
    found = Appeal.objects.ended() if ended else Appeal.objects.filed()
    chosen = found.select_related("member", "claim__plan")
    page = page_of(chosen, LATEST if ended else OLDEST, request.GET, PER_PAGE)
    seen = [(one.member_id, one.pk) for one in page.rows]
    record_access(request.user, AccessRecord.What.APPEAL_LIST, seen)
    context = {
        "page": page,
        "rows": [row_of(one) for one in page.rows],
        "shows": [
            {"url": "?", "label": _("Waiting"), "current": not ended},
            {"url": f"?show={ENDED}", "label": _("Ended"), "current": ended},
        ],
        "query": f"?show={ENDED}&" if ended else "?",
        "nothing": _("No appeal has ended yet.") if ended else _("No appeal waits."),
    }
    return render(request, "claims/appeal_review_list.html", context)


def row_of(appeal: Appeal) -> dict[str, Any]:
    today = today_of(appeal)
    due = _("We do not know by when it must be answered.")
    if appeal.due_on:
        due = say(_("It must be answered by {date}."), date=day(appeal.due_on, today=today))
    waits = appeal.state == AppealState.FILED
    return {
        "url": f"/reviews/{appeal.pk}/",
        "reference": appeal.reference,
        "promise": due if waits else standing(told_of(appeal)),
        "late": waits and appeal.due_on is not None and appeal.due_on < today,
        "level": level_words(AppealLevel(appeal.level)),
        "urgent": bool(appeal.fast),
        "reviewer": appeal.reviewer,
        "member": appeal.member.number,
    }


def level_words(level: AppealLevel) -> str:
    return {
        AppealLevel.INTERNAL: _("With us"),
        AppealLevel.EXTERNAL: _("With an outside reviewer"),
        AppealLevel.HEARING: _("With a judge"),
    }[level]


def today_of(appeal: Appeal) -> dt.date:
    """In the plan's zone, as legal dates count."""
    plan = appeal.claim.plan
    return local_date(now(), plan.time_zone if plan else "UTC")


@require_http_methods(["GET", "HEAD", "POST"])
@checker_required
def appeal_review_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = Appeal.objects.exclude(state=AppealState.DRAFT).select_related("member", "claim__plan")
    appeal = get_object_or_404(found, pk=pk)
    record_access(request.user, AccessRecord.What.APPEAL, [(appeal.member_id, appeal.pk)])
    today = today_of(appeal)
    what = request.POST.get("what", "")
    reviewer = ReviewerForm(request.POST if what == REVIEWER else None)
    outcome = OutcomeForm(
        request.POST if what == OUTCOME else None, first=appeal.filed_on, last=today
    )
    if request.method == "POST" and kept(request, appeal, what, reviewer, outcome):
        return redirect("claims:appeal_review_detail", pk)
    (facts,) = read([appeal.claim_id])
    told, reads = told_of(appeal), calls(request.user)  # an operator does not read papers
    context = {
        "appeal": appeal,
        "row": row_of(appeal),
        "waits": appeal.state == AppealState.FILED,
        "is_received": any(one.step == RECEIVED for one in told.history if one.level == told.level),
        "got_it": got_it(appeal, appeal.member.time_zone, today),
        "sent": sent(appeal, facts, today),
        "documents": [
            {
                "name": one.name,
                "status": one.status,
                "url": f"/reviews/{pk}/documents/{one.id}/" if one.url and reads else "",
            }
            for one in of(appeal.member, f"appeal:{appeal.pk}")
        ],
        "timeline": [moment(one, appeal.member.time_zone, today) for one in told.history][::-1],
        "reviewer": reviewer,
        "outcome": outcome,
        "wrong": reviewer if reviewer.is_bound else outcome,
    }
    return render(request, "claims/appeal_review_detail.html", context)


@require_safe
@specialist_required
def appeal_document_detail(request: HttpRequest, pk: UUID, document: UUID) -> HttpResponseBase:
    """A paper that came with it, for those who decide."""
    appeal = get_object_or_404(Appeal.objects.exclude(state=AppealState.DRAFT), pk=pk)
    record_access(request.user, AccessRecord.What.APPEAL, [(appeal.member_id, appeal.pk)])
    sent = Document.objects.filter(member=appeal.member_id, about=f"appeal:{pk}")
    return handed_out(get_object_or_404(sent, pk=document, state=Document.State.RECEIVED))


def kept(
    request: HttpRequest, appeal: Appeal, what: str, reviewer: ReviewerForm, outcome: OutcomeForm
) -> bool:
    """Write down what happened; False where something is missing. What ended stays as it is."""
    at, by = now(), request.user
    try:
        if what == RECEIVED:
            appeal_decisions.receive(appeal.pk, by=by, at=at)
        elif what == REVIEWER and reviewer.is_valid():
            appeal_decisions.assign(appeal.pk, reviewer.cleaned_data["reviewer"], by=by, at=at)
        elif what == OUTCOME and outcome.is_valid():
            said = outcome.cleaned_data
            decided = AppealOutcome(said["outcome"])
            told = {"notice_on": said["notice_on"], "note": said["note"]}
            appeal_decisions.decide(appeal.pk, decided, by=by, at=at, **told)
        else:
            return False
    except NotOpen:
        messages.error(request, _("This appeal has ended already."))
    else:
        messages.success(request, _("We saved it. The member reads it now."))
    return True
