"""A letter to post: where it goes, the letter itself, and what was done."""

from uuid import UUID

from django.contrib import messages as notes
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import specialist_required
from accounts.clock import now
from accounts.models import AccessRecord, Address, Member, record_access
from accounts.phone_number import shown
from claims.answers.person import portal_hours
from claims.answers.words import local_date
from claims.letters import Letter, letter_response
from outreach.forms.posting import PostingForm
from outreach.models import Posting
from outreach.posting_letter import letter_to_post

LIST = "/desk/checks/?kind=post"


@require_http_methods(["GET", "HEAD", "POST"])
@specialist_required
def posting_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    posting = looked_at(request, pk)
    form = PostingForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        if posting.finish(form.cleaned_data["how"], by=request.user, at=now()):
            notes.success(request, _("Noted as done."))
        else:
            notes.info(request, _("Somebody did it meanwhile."))
        return redirect(LIST)
    member = posting.member
    context = {
        "form": form,
        "number": member.number,
        "name": member.name,
        "address": address_of(member),
        "phones": [shown(one.number) for one in member.phones.order_by("-preferred", "pk")],
        "letter": f"/desk/post/{posting.pk}/letter/page/",
        "list": LIST,
    }
    status = 400 if form.is_bound else 200
    return render(request, "outreach/posting_detail.html", context, status=status)


@require_safe
@specialist_required
def posting_letter(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    """To read, or with ``kind`` "pdf" to print."""
    posting = looked_at(request, pk)
    place = f"/desk/post/{posting.pk}/"
    letter = written(posting)
    return letter_response(letter, kind, request=request, pdf=f"{place}letter/pdf/", back=place)


def written(posting: Posting) -> Letter:
    member = posting.member
    with override(member.language):
        return letter_to_post(
            member,
            address=address_of(member),
            on=local_date(now(), portal_hours().zone),
        )


def looked_at(request: HttpRequest, pk: UUID) -> Posting:
    todo = Posting.objects.filter(done_at=None).select_related("member")
    posting = get_object_or_404(todo, pk=pk)
    seen = [(posting.member_id, posting.pk)]
    record_access(request.user, AccessRecord.What.CHECK_LIST, seen)
    return posting


def address_of(member: Member) -> list[str]:
    """The lines of the postal address that their plan gave us; none where it gave none."""
    known = member.addresses.filter(kind=Address.Kind.POST).order_by("-verified_at", "pk").first()
    return known.value.splitlines() if known else []
