"""The specialist's screen of one call: who it is, the opener, and the summary that ends it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import role_required, specialist_required
from accounts.clock import now
from accounts.consent import standing
from accounts.models import AccessRecord, Member, Role, record_access
from claims.answers.person import portal_hours
from claims.answers.words import local_date
from claims.models import Document
from claims.views.documents import handed_out
from outreach import drafts
from outreach.board import board
from outreach.call_screen import also, gone, opener_words, screen
from outreach.forms.caller import MemberNumberForm, VerificationForm
from outreach.forms.summary import NotesForm, SummaryForm
from outreach.fulfilment import noted_otherwise, still_coming
from outreach.languages import OURS
from outreach.models import Call, Keeper, Recovery
from outreach.subject import parse_about
from outreach.summary_words import theirs
from outreach.talk import Written, add, drop, end, take, verify

DRAFTS_OFF = "drafts-off"  # what the form of a summary saves itself by

supervisor_required = role_required(Role.SUPERVISOR)


def found(request: HttpRequest, pk: UUID) -> Call:
    """The call, and a note that somebody looked."""
    with_helper = ("booking", "request__asked_by__member", "specialist__specialist")
    calls = Call.objects.for_screen(request.user).select_related("member", *with_helper)
    call = get_object_or_404(calls, pk=pk)
    if wish := call.booking or call.request:
        wish.member = call.member
    if call.specialist_id == request.user.pk and hasattr(call.specialist, "specialist"):
        request.user.specialist = call.specialist.specialist
    record_access(request.user, AccessRecord.What.CALL_REQUEST, [(call.member_id, call.pk)])
    return call


@require_safe
@specialist_required
def call_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    return page(request, found(request, pk))


def page(
    request: HttpRequest,
    call: Call,
    *,
    checks: VerificationForm | None = None,
    form: SummaryForm | None = None,
) -> HttpResponse:
    """With what was typed before, unless ``form`` holds something newer."""
    stands = standing(call.member)
    held = drafts.held(call, request.user, stands)
    form = form or summary_form(call, boxes=held.typed)
    context = {
        "waiting": held.newest(besides=form.taken),
        "notes": NotesForm() if not call.ended_at and drafts.may_draft(call, stands) else None,
        "call": call,
        "screen": screen(call, request.user),
        "opener": opener_words(call, stands) if call.verified else None,
        "checks": checks or VerificationForm(),
        "form": form,
    }
    return render(request, "outreach/call_detail.html", context)


def summary_form(call: Call, data: Any = None, *, boxes: drafts.Boxes | None = None) -> SummaryForm:
    today, language = local_date(now(), call.member.time_zone), call.member.language
    theirs = "" if language == OURS else language
    return SummaryForm(data, today=today, theirs=theirs, initial=boxes)


@require_safe
@specialist_required
def opener_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The opener alone, asked for every few seconds by a page that stays open.

    With it goes what the member has turned off since. A draft that is in the form leaves with the
    next save, which is asked for here: loading the page anew would lose what was typed since.
    """
    call = found(request, pk)
    stands, key = standing(call.member), request.GET.get("draft", "")
    context = {
        "opener": opener_words(call, stands) if call.verified and not call.ended_at else None,
        "call": call,
        "also": also(call, request.user),
        "waiting": drafts.held(call, request.user, stands).newest(besides=key),
        "draft": key,
        "gone": gone(call, stands),
    }
    answer = render(request, "outreach/_opener.html", context)
    if key and not call.summary_id and not drafts.may_draft(call, stands):
        answer["HX-Trigger"] = DRAFTS_OFF
    return answer


def drafts_are_off(request: HttpRequest) -> None:
    messages.info(request, _("They turned drafts off. Write the summary yourself."))


@require_safe
@specialist_required
def call_document(request: HttpRequest, pk: UUID, document: UUID) -> HttpResponseBase:
    """A file that was sent for what one's own open call is about; the look is recorded."""
    call = found(request, pk)
    mine = call.specialist_id == request.user.pk and call.verified and not call.ended_at
    shown = screen(call, request.user).documents if mine else ()
    if request.path not in {one.url for one in shown}:
        raise Http404
    record_access(request.user, AccessRecord.What.DOCUMENT, [(call.member_id, document)])
    return handed_out(get_object_or_404(Document, pk=document, member=call.member))


@require_POST
@specialist_required
def incoming_call_create(request: HttpRequest) -> HttpResponse:
    """Somebody called: by their number, because a telephone's number tells nobody who speaks."""
    form = MemberNumberForm(request.POST)
    number = form.cleaned_data["number"].strip() if form.is_valid() else ""
    member = Member.objects.filter(number__iexact=number).first() if number else None
    if member is None:
        messages.error(request, _("We have no member with this number. Ask them to read it again."))
        return redirect("outreach:desk")
    return redirect(take(request.user, member, about=about_what(request, member)))


def about_what(request: HttpRequest, member: Member) -> tuple[str, UUID | None]:
    """What one of us calls them about by themselves, where they look after it or put it right."""
    subject, key = parse_about(request.POST.get("about", ""))
    theirs = {"member": member, "subject": subject, "subject_id": key}
    kept = Keeper.objects.filter(user=request.user, **theirs)
    if key and (kept.exists() or Recovery.objects.open().filter(**theirs).exists()):
        return subject, key
    return "", None


@require_POST
@specialist_required
def verification_create(request: HttpRequest, pk: UUID) -> HttpResponse:
    call, form = found(request, pk), VerificationForm(request.POST)
    if not form.is_valid():
        return page(request, call, checks=form)
    verify(call, form.cleaned_data["by"], actor=request.user)
    return redirect(call)


@require_POST
@specialist_required
def summary_create(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End the call. What was typed stays on the page while something is missing."""
    call = found(request, pk)
    form = summary_form(call, request.POST)
    drafts.keep_typed(call, request.user, form.boxes())
    if form.taken and not call.summary_id and not drafts.may_draft(call, standing(call.member)):
        drafts_are_off(request)  # and what a tool wrote goes with it
        return redirect(call)
    if not call.verified or not form.is_valid():
        return page(request, call, form=form)
    note, drafted, otherwise = form.cleaned_data["note"], bool(form.taken), noted_otherwise(call)
    try:
        end(call, form.said(), by=request.user, drafted=drafted, note=note)
    except Written:
        return two_texts(request, call, form)
    messages.success(request, _("The summary is with them now."))
    if otherwise:
        say_what_counts(request, call)
    return redirect("outreach:desk")


def say_what_counts(request: HttpRequest, call: Call) -> None:
    words = _("It was noted that nobody was reached. Your summary counts: the call was made.")
    messages.info(request, words)
    if still_coming(call):
        messages.info(request, _("Another call about this is still planned. Tell them."))


@require_POST
@specialist_required
def addition_create(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Lines beside a summary that somebody else wrote meanwhile."""
    call = found(request, pk)
    form, seen = summary_form(call, request.POST), request.POST.get("seen", "")
    if call.summary_id is None:
        return redirect(call)
    if not form.is_valid():
        return two_texts(request, call, form)
    try:
        read = int(seen) if seen.isdecimal() else 0
        add(call, form.said(), by=request.user, seen=read, drafted=bool(form.taken))
    except Written:
        return two_texts(request, call, form)
    messages.success(request, _("Your lines are with them now, beside the others."))
    return redirect("outreach:desk")


def two_texts(request: HttpRequest, call: Call, form: SummaryForm) -> HttpResponse:
    """What was typed, and what somebody else wrote of the same call: nothing is lost."""
    call.refresh_from_db()
    context = {"call": call, "form": form, "words": theirs(call)}
    return render(request, "outreach/addition_create.html", context)


@require_POST
@specialist_required
def call_drop(request: HttpRequest, pk: UUID) -> HttpResponse:
    call = found(request, pk)
    waits = call.booking_id or call.request_id
    if drop(call, by=request.user):
        drafts.forget_untaken(call)
        messages.info(request, _("Noted. The call is still on the list.") if waits else _("Noted."))
        if call.verified:  # mostly pressed by mistake: there they write it up after all
            return redirect(call)
    else:
        messages.error(request, _("Nothing was changed: the call has ended, or is not yours."))
    return redirect("outreach:desk")


@require_safe
@supervisor_required
def board_detail(request: HttpRequest) -> HttpResponse:
    zone = portal_hours().zone
    words = board(request.user, now(), zone)
    record_access(request.user, AccessRecord.What.CALL_LIST, words.members)
    return render(request, "outreach/board.html", {"board": words})
