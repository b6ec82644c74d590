"""A member's claims: the list, one claim, and the day its letter arrived."""

import datetime as dt

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import member_required
from accounts.acting import open_to_trusted
from accounts.clock import now
from accounts.models import Activity, Level, TrustedAct
from claims.answers.appeal_case import waiting
from claims.answers.approval_case import is_approval
from claims.answers.claim import claim_answer
from claims.answers.claim_deadlines import APPEALABLE
from claims.answers.person import person_panel
from claims.answers.words import count_days, join, local_date, say, short_day
from claims.deadlines.rule import Anchor
from claims.deadlines.rules import Step, rule_for
from claims.facts import ClaimFacts, ClaimUse
from claims.forms.claim import ReceiptForm
from claims.letters.of import letters_of
from claims.models import Claim
from claims.models.claim_account import on_accounts
from claims.store.promises import keep
from claims.store.request_answers import with_what_came
from claims.views.checked import note
from claims.views.listing import listing


@require_safe
@member_required
@open_to_trusted(Level.SEE_CLAIMS, looks=TrustedAct.What.CLAIMS)
def claim_list(request):
    template = "claims/claim_list.html#results" if request.htmx else "claims/claim_list.html"
    context = listing(
        request,
        lambda: Claim.objects.for_member(request.member).but_approvals(),
        claim_answer,
        claims_in_words,
        latest=Claim.objects.latest,
        complete=on_accounts,
    )
    return render(request, template, context)


def claims_in_words(number: int) -> str:
    return say(ngettext("{n} claim.", "{n} claims.", number), n=f"{number:,}")


@require_safe
@member_required
@open_to_trusted(Level.SEE_CLAIMS, looks=TrustedAct.What.CLAIM)
def claim_detail(request, pk):
    facts = Claim.objects.own(request.member, pk)
    if facts is None:
        raise Http404
    if is_approval(facts):
        return redirect("claims:approval_detail", pk)
    return detail(request, facts, "claims/claim_detail.html")


def detail(request: HttpRequest, facts: ClaimFacts, template: str) -> HttpResponse:
    """The page of a claim or of an approval."""
    at, zone = now(), request.member.time_zone
    (facts,) = on_accounts([facts], at, zone, reader=request.member)
    facts = with_what_came(facts, request.member)
    answer = claim_answer(facts, now=at, zone=zone)
    keep(request.member.pk, [(facts, answer)], at=at, zone=zone)
    kind = Activity.Kind.APPROVAL if is_approval(facts) else Activity.Kind.CLAIM
    note(request, kind, facts.id, answer)
    about = f"claim:{facts.id}"
    panel = person_panel(at, zone, phone=answer.phone, group=answer.person_group, about=about)
    letter = letter_words(facts, local_date(at, zone))
    context = {
        "answer": answer,
        "panel": panel,
        "about": about,
        "claim": facts,
        "letter": letter,
        "downloads": letters_of(facts),
    }
    return render(request, template, context)


def letter_words(claim: ClaimFacts, today: dt.date) -> str:
    """From which day the time to appeal is counted, and why.

    "" where no letter was written, and where the law counts from the letter's date whenever it
    comes: a day that changes nothing is not asked for.
    """
    if claim.notice_on is None or claim.state not in APPEALABLE or waiting(claim) is not None:
        return ""
    rule = rule_for(Step.APPEAL, claim.plan.program, on=claim.notice_on)
    if rule is None or rule.anchor is not Anchor.NOTICE_RECEIPT:
        return ""
    if claim.notice_received_on:
        arrived = short_day(claim.notice_received_on, today=today)
        return say(_("You told us that your letter arrived on {date}."), date=arrived)
    starts = say(_("Your time to appeal starts the day the letter reaches you."))
    written = short_day(claim.notice_on, today=today)
    count_from = _("We do not know that day, so we count from {date}, the day on it.")
    if rule.presumed:
        count_from = _("We do not know that day. We count from {days} after {date}, the day on it.")
    return join(starts, say(count_from, date=written, days=count_days(rule.presumed)))


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def claim_receipt(request, pk):
    claim = get_object_or_404(Claim.objects.for_member(request.member).noticed(), pk=pk)
    form = ReceiptForm(request.POST or None, instance=claim, zone=request.member.time_zone)
    if form.is_valid():
        claim.letter_arrived(on=form.cleaned_data["notice_received_on"])
        messages.success(request, _("We saved the day your letter arrived."))
        return redirect(claim)
    context = {"form": form, "claim": claim, "approval": claim.use == ClaimUse.PREAUTHORIZATION}
    return render(request, "claims/claim_receipt.html", context)
