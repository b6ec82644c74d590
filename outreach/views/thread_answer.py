"""What members wrote and wait for, as whoever answers sees it."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.contrib import messages as notes
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import specialist_required
from accounts.clock import now
from accounts.keyset import Keyset, page_of
from accounts.models import AccessRecord, record_access
from claims.answers.person import portal_hours
from claims.answers.words import say
from claims.documents import of
from claims.models import Document
from claims.views.documents import handed_out
from outreach.call_screen import death_words
from outreach.forms.thread import ReplyForm, SettleForm
from outreach.models import Thread
from outreach.subject import they_see
from outreach.thread_words import (
    about_words,
    answer_of,
    due_words,
    kept_words,
    openable,
    post_words,
    waiting_rows,
    with_people,
)
from outreach.writing import WroteAgain, kept_lately, reply, settle

PER_PAGE = 50
MINE = "mine"
OLDEST = Keyset(("answer_by", "id"), tuple[dt.datetime, UUID], falling=False, by_age=False)


@require_safe
@specialist_required
def thread_answer_list(request: HttpRequest) -> HttpResponse:
    """Who waits longest comes first; every look is recorded."""
    mine = request.GET.get("show") == MINE
    waiting = Thread.objects.waiting()
    if mine:
        waiting = waiting.filter(specialist=request.user)
    page = page_of(with_people(waiting), OLDEST, request.GET, PER_PAGE)
    looked = [(one.member_id, one.pk) for one in page.rows]
    record_access(request.user, AccessRecord.What.THREAD_LIST, looked)
    number, at = waiting.count(), now()
    context = {
        "page": page,
        "rows": waiting_rows(page.rows, at=at, zone=portal_hours().zone),
        "found": say(ngettext("{n} message.", "{n} messages.", number), n=f"{number:,}"),
        "kept": kept_words(*kept_lately(at)),
        "shows": [
            {"url": "?", "label": _("All"), "current": not mine},
            {"url": f"?show={MINE}", "label": _("Yours"), "current": mine},
        ],
        "query": f"?show={MINE}&" if mine else "?",
    }
    return render(request, "outreach/thread_answer_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@specialist_required
def thread_answer_create(request: HttpRequest, pk: UUID) -> HttpResponse:
    thread = looked_at(request, pk)
    posts = list(thread.posts.order_by("at", "pk"))
    read = {"seen": sum(not one.ours for one in posts)}
    form = ReplyForm(
        request.POST if request.method == "POST" else None,
        label=_("Your answer"),
        initial=read,
    )
    if form.is_valid():
        typed = form.cleaned_data
        try:
            reply(thread, typed["text"], **pressed(typed), by=request.user, at=now())
        except WroteAgain:
            form.add_error(None, _("They wrote again. Read it below, then send your answer."))
            form.data = {**form.data.dict(), **read}
        else:
            notes.success(request, _("Sent. They are told that there is an answer."))
            return redirect("outreach:thread_answer_list")
    return render(request, "outreach/thread_answer_create.html", page(request, thread, posts, form))


def pressed(typed: dict[str, Any]) -> dict[str, Any]:
    return {"key": typed["key"], "seen": typed["seen"]}


def page(request: HttpRequest, thread: Thread, posts: list, form: ReplyForm) -> dict[str, Any]:
    at, zone = now(), portal_hours().zone
    answer = answer_of(thread, at)
    return {
        "thread": thread,
        "name": thread.member.name,
        "number": thread.member.number,
        "thing": about_words(thread, answer),
        "promise": due_words(thread, at=at, zone=zone),
        "they_see": they_see(answer) if answer else "",
        "death": death_words(thread.member),
        "posts": post_words(
            posts, at=at, zone=zone, reader=request.user, member_name=thread.member.name
        ),
        "documents": openable(thread, of(thread.member, thread.about_files)),
        "form": form,
        "seen": sum(not one.ours for one in posts),
    }


@require_POST
@specialist_required
def thread_settlement_create(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What they wrote needs no answer."""
    thread, form = looked_at(request, pk), SettleForm(request.POST)
    if form.is_valid() and settle(thread, seen=form.cleaned_data["seen"], at=now()):
        notes.success(request, _("Noted. They read that it needs no answer."))
        return redirect("outreach:thread_answer_list")
    notes.error(request, _("They wrote again. Read it first."))
    return redirect("outreach:thread_answer_create", pk)


@require_safe
@specialist_required
def thread_document(request: HttpRequest, pk: UUID, document: UUID) -> HttpResponseBase:
    """A file that was sent with it; the look is recorded."""
    thread = looked_at(request, pk)
    sent = Document.objects.filter(about=thread.about_files, member=thread.member)
    found = get_object_or_404(sent, pk=document, state=Document.State.RECEIVED)
    record_access(request.user, AccessRecord.What.DOCUMENT, [(thread.member_id, document)])
    return handed_out(found)


def looked_at(request: HttpRequest, pk: UUID) -> Thread:
    thread = with_people(Thread.objects.filter(pk=pk)).first()
    if thread is None:
        raise Http404
    record_access(request.user, AccessRecord.What.THREAD, [(thread.member_id, pk)])
    return thread
