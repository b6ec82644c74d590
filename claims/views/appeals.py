"""An appeal that was sent: its receipt, where it stands, its letter, and taking it back."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import member_required
from accounts.acting import open_to_trusted
from accounts.clock import now
from accounts.models import Level, TrustedAct
from claims import appeal_words
from claims.answers.appeal_parts import appeal_steps, moment, outcome_words, who_looks
from claims.answers.claim import claim_answer
from claims.answers.claim_case import case_of
from claims.answers.person import person_panel
from claims.answers.words import local_date
from claims.documents import of
from claims.facts import AppealState
from claims.letters import letter_response
from claims.letters.appeal import appeal_letter
from claims.letters.of import letters_of_appeal
from claims.models import Appeal
from claims.models.claim_facts import read
from claims.store import appeals
from claims.store.carried import told_of
from claims.store.promises import keep


def own(request: HttpRequest, pk: UUID) -> Appeal:
    member = request.member  # type: ignore[attr-defined]
    return get_object_or_404(Appeal.objects.for_member(member), pk=pk)


def own_sent(request: HttpRequest, pk: UUID) -> Appeal:
    """Not a draft: of that there is nothing to tell yet."""
    appeal = own(request, pk)
    if appeal.state == AppealState.DRAFT:
        raise Http404
    return appeal


@require_safe
@member_required
@open_to_trusted(Level.SEE_CLAIMS, looks=TrustedAct.What.CLAIM)
def appeal_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Where it stands. A draft is read where it is written."""
    appeal = own(request, pk)
    if appeal.state == AppealState.DRAFT:
        return redirect("claims:appeal_create", appeal.claim_id)
    at, zone = now(), request.member.time_zone  # type: ignore[attr-defined]
    (facts,) = read([appeal.claim_id], whole=True)
    case = case_of(facts, now=at, zone=zone)
    answer = claim_answer(facts, now=at, zone=zone)
    told = told_of(appeal)
    waits = case.on_appeal is not None and case.on_appeal.id == told.id
    newest = facts.appeal is not None and facts.appeal.id == told.id
    if newest and appeal.state != AppealState.WITHDRAWN:
        keep(request.member.pk, [(facts, answer)], at=at, zone=zone)  # type: ignore[attr-defined]
    history = [moment(one, zone, case.today) for one in told.history if one.level == told.level]
    about = f"appeal:{appeal.pk}"
    context = {
        "appeal": appeal,
        "answer": answer,
        "newest": newest,
        "waits": waits,
        "steps": appeal_steps(case) if waits else (),
        "who": who_looks(told) if waits else "",
        "outcome": outcome_words(told.outcome) if told.outcome else "",
        "sent": appeal_words.sent(appeal, facts, case.law_today),
        "documents": of(appeal.member, about),
        "downloads": letters_of_appeal(facts) if newest else (),
        "about": about,
        "timeline": history[::-1],
        "panel": person_panel(
            at,
            zone,
            phone=answer.phone,
            group=answer.person_group,
            about=f"claim:{facts.id}",
        ),
    }
    return render(request, "claims/appeal_detail.html", context)


@require_safe
@member_required
def appeal_receipt(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Proof that it came: a number, the instant, and the day it counts as."""
    appeal = own_sent(request, pk)
    at, zone = now(), request.member.time_zone  # type: ignore[attr-defined]
    (facts,) = read([appeal.claim_id])
    case = case_of(facts, now=at, zone=zone)
    program = facts.plan.program
    context = {
        "appeal": appeal,
        "got_it": appeal_words.got_it(appeal, zone, local_date(at, zone)),
        "steps": appeal_steps(case)[1:],
        "form_note": appeal_words.form_note(program, appeal.speaker),
        "answer": claim_answer(facts, now=at, zone=zone, brief=True),
        "about": f"claim:{facts.id}",
    }
    return render(request, "claims/appeal_receipt.html", context)


@require_safe
@member_required
def appeal_letter_detail(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    """What is written so far too: a letter can be posted instead."""
    appeal = own(request, pk)
    (facts,) = read([appeal.claim_id])
    papers = [one.name for one in of(appeal.member, f"appeal:{appeal.pk}") if one.arrived]
    today = local_date(now(), facts.plan.time_zone)
    letter = appeal_letter(
        appeal, facts, appeal.member, today=appeal.filed_on or today, papers=papers
    )
    is_draft = appeal.state == AppealState.DRAFT
    back = f"/claims/{appeal.claim_id}/appeal/check/" if is_draft else appeal.get_absolute_url()
    pdf = f"{appeal.get_absolute_url()}letter.pdf"
    return letter_response(letter, kind, request=request, pdf=pdf, back=back)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def appeal_withdrawal_create(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Asks once more, because it may not be done twice; to keep it is the first button."""
    appeal = own_sent(request, pk)
    if appeal.state != AppealState.FILED:
        messages.info(request, _("This appeal has ended already."))
        return redirect(appeal)
    if request.method == "POST":
        if appeals.withdraw(appeal.pk, by=request.user, at=now()):
            messages.success(request, _("You took your appeal back. The first decision stays."))
        return redirect(appeal)
    return render(request, "claims/appeal_withdrawal_create.html", {"appeal": appeal})
