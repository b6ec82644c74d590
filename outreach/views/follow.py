"""Tell me when this changes: one press on the page of a claim, an order or a balance; undo."""

from django.contrib import messages as notes
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import member_required
from accounts.clock import now
from outreach.marks import follow
from outreach.models import Follow
from outreach.subject import own_answer, parse_about


@require_POST
@member_required
def follow_create(request: HttpRequest) -> HttpResponse:
    """Once or twice is the same."""
    return answered(request, followed=True)


@require_POST
@member_required
def follow_end(request: HttpRequest) -> HttpResponse:
    return answered(request, followed=False)


def answered(request: HttpRequest, *, followed: bool) -> HttpResponse:
    """Without scripts the way leads back to the page; with them only the button changes."""
    about, member, at = request.POST.get("about", ""), request.member, now()
    subject, subject_id = parse_about(about)
    answer = own_answer(member, subject, subject_id, now=at) if subject_id else None
    if answer is None:
        raise Http404
    if followed:
        follow(member, subject, subject_id, at=at)
    else:
        Follow.objects.end(member, subject, subject_id, at)
    if request.htmx:
        context = {"about": about, "followed": followed, "pressed": True}
        return render(request, "outreach/_follow.html", context)
    notes.success(request, said(followed=followed))
    return redirect(answer.url)


def said(*, followed: bool) -> str:
    if followed:
        return _("We will tell you when this changes.")
    return _("We will not tell you any more when this changes.")
