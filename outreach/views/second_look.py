"""What a member sent so that we look at a claim again: read by one of us, and answered."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import specialist_required
from accounts.clock import now, today
from accounts.models import AccessRecord, record_access
from claims.answers.person import portal_hours
from claims.answers.words import say
from claims.forms.request import FORMS
from claims.models import SecondLook
from claims.store import second_looks
from claims.views.documents import handed_out
from outreach.check_words import look_row
from outreach.forms.second_look import SecondLookForm
from outreach.outbox import post


def found(request: HttpRequest, pk: UUID) -> SecondLook:
    """Every look is recorded."""
    looks = SecondLook.objects.select_related("claim__member")
    look = get_object_or_404(looks, pk=pk)
    record_access(request.user, AccessRecord.What.CHECK_LIST, [(look.claim.member_id, look.pk)])
    return look


@require_http_methods(["GET", "HEAD", "POST"])
@specialist_required
def second_look_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    look = found(request, pk)
    form = SecondLookForm(request.POST or None)
    if look.ended_at is None and form.is_valid():
        if answered(look, request, **form.cleaned_data):
            messages.success(request, _("The member reads your answer now."))
        return redirect("/desk/checks/?kind=looks")
    shown, member = FORMS.get(look.kind), look.claim.member
    context = {
        "look": look,
        "row": look_row(look),
        "member": say(
            "{name}, {number}",
            name=member.name,
            number=member.number,
        ),
        "facts": shown.shown(look.answers, today(portal_hours().zone)) if shown else (),
        "documents": [
            {
                "url": reverse("outreach:second_look_document", args=[pk, one.pk]),
                "name": one.name,
            }
            for one in look.documents(member)
        ],
        "form": form,
    }
    return render(request, "outreach/second_look_detail.html", context)


@transaction.atomic
def answered(look: SecondLook, request: HttpRequest, *, outcome: str, words: str) -> bool:
    """Keep the answer, and tell the member that it is there. False where somebody had."""
    if not second_looks.end(look, outcome, words, by=request.user, at=now()):  # type: ignore[arg-type]
        return False
    post(
        look.claim.member,
        "second_look_answered",
        about=f"claim:{look.claim_id}",
        purpose="service_messages",
        category="claims",
        key=str(look.pk),
        context={"second_look": str(look.claim_id)},
    )
    return True


@require_safe
@specialist_required
def second_look_document(request: HttpRequest, pk: UUID, document: UUID) -> HttpResponseBase:
    """A file that they sent for it."""
    look = found(request, pk)
    member = look.claim.member
    record_access(request.user, AccessRecord.What.DOCUMENT, [(member.pk, document)])
    return handed_out(get_object_or_404(look.documents(member), pk=document))
