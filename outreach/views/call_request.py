"""A member asks for a call, sees what happens next, and may cancel."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import member_required
from accounts.clock import now
from claims.answers.answer import Answer
from claims.answers.person import person_panel
from claims.models import Feedback
from outreach.call_words import CallWords, call_words
from outreach.forms.call_request import CallRequestForm
from outreach.models import CallRequest
from outreach.subject import own_answer, parse_about

LONGEST_SEARCH = 100  # characters


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def call_request_create(request: HttpRequest) -> HttpResponse:
    """Asking twice about one thing shows the request that is open already."""
    subject, subject_id = parse_about(request.GET.get("about", ""))
    answer = about_answer(request, subject, subject_id)
    asked = CallRequest.objects.for_member(request.member).open()
    already = asked.filter(subject=subject, subject_id=subject_id).first()
    if already and (subject or request.method == "POST"):
        already.say_too(first_words(request) or request.POST.get("note", ""))
        return redirect(already)
    is_asking = request.method == "POST" and "searched" not in request.POST
    form = CallRequestForm(
        request.POST if is_asking else None,
        about_item=bool(subject),
        phone=request.member.preferred_phone(),
        initial={"note": first_words(request)},
    )
    if form.is_valid():
        about = {"subject": subject, "subject_id": subject_id} if subject else {}
        fields = form.cleaned_data | about
        return redirect(CallRequest.objects.ask(request.member, now(), **fields))
    return render(request, "outreach/call_request_create.html", form_context(request, form, answer))


def first_words(request: HttpRequest) -> str:
    """What the member typed before they came here: into a search box, or below an answer.

    A search comes by POST and a question by its key, so that no words stand in an address.
    """
    searched = request.POST.get("searched", "").strip()[:LONGEST_SEARCH]
    if searched:
        return _("I looked for: {words}").format(words=searched)
    try:
        key = UUID(request.GET.get("feedback", ""))
    except ValueError:
        return ""
    press = Feedback.objects.for_member(request.member).filter(pk=key).first()
    return press.question if press else ""


def about_answer(request: HttpRequest, subject: str, subject_id: UUID | None) -> Answer | None:
    if subject_id is None:
        return None
    answer = own_answer(request.member, subject, subject_id, now=now())
    if answer is None:
        raise Http404
    return answer


def form_context(
    request: HttpRequest, form: CallRequestForm, answer: Answer | None
) -> dict[str, Any]:
    panel = person_panel(now(), request.member.time_zone, phone=answer.phone if answer else "")
    return {"form": form, "answer": answer, "panel": panel}


@require_safe
@member_required
def call_request_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    asked = get_object_or_404(CallRequest.objects.for_member(request.member), pk=pk)
    words: CallWords = call_words(asked, now=now(), zone=request.member.time_zone)
    return render(request, "outreach/call_request_detail.html", {"words": words, "asked": asked})


@require_POST
@member_required
def cancellation_create(request: HttpRequest, pk: UUID) -> HttpResponse:
    asked = get_object_or_404(CallRequest.objects.for_member(request.member), pk=pk)
    if asked.cancel():
        messages.success(request, _("We cancelled the call."))
    else:
        messages.info(request, _("This call had already ended."))
    return redirect(asked)
