"""A member's approvals before care: the list, and one of them."""

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts.access import member_required
from accounts.acting import open_to_trusted
from accounts.models import Level, TrustedAct
from claims.answers.approval_case import is_approval
from claims.answers.claim import claim_answer
from claims.answers.words import say
from claims.models import Approval
from claims.views.claims import detail
from claims.views.listing import listing


@require_safe
@member_required
@open_to_trusted(Level.SEE_CLAIMS, looks=TrustedAct.What.APPROVALS)
def approval_list(request):
    whole = "claims/approval_list.html"
    template = f"{whole}#results" if request.htmx else whole
    approvals = Approval.objects.for_member(request.member)
    return render(
        request, template, listing(request, lambda: approvals, claim_answer, approvals_in_words)
    )


def approvals_in_words(number: int) -> str:
    return say(ngettext("{n} approval.", "{n} approvals.", number), n=f"{number:,}")


@require_safe
@member_required
@open_to_trusted(Level.SEE_CLAIMS, looks=TrustedAct.What.APPROVAL)
def approval_detail(request, pk):
    facts = Approval.objects.own(request.member, pk)
    if facts is None or not is_approval(facts):
        raise Http404
    return detail(request, facts, "claims/approval_detail.html")
