"""What a member has instead of what we asked for: read by one of us, who notes that they did."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import specialist_required
from accounts.clock import now
from accounts.models import AccessRecord, record_access
from claims.models import RequestAnswer
from outreach.check_words import given_words


@require_http_methods(["GET", "HEAD", "POST"])
@specialist_required
def request_answer_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Every look is recorded."""
    waiting = RequestAnswer.objects.in_words().select_related("claim__member")
    given = get_object_or_404(waiting, pk=pk)
    member = given.claim.member_id
    record_access(request.user, AccessRecord.What.CHECK_LIST, [(member, given.pk)])
    if request.method == "POST":
        given.read(by=request.user, at=now())
        messages.success(request, _("Noted. The member sees that a person read it."))
        return redirect("/desk/checks/?kind=answers")
    context = {"given": given, "words": given_words(given)}
    return render(request, "outreach/request_answer_detail.html", context)
