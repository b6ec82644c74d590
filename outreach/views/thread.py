"""A member writes to us about a thing, reads our answer, and writes on."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.contrib import messages as notes
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe
from msgspec import Struct

from accounts.access import member_required
from accounts.acting import open_to_trusted
from accounts.clock import now
from accounts.keyset import Keyset, page_of
from accounts.models import Level, TrustedAct
from claims.answers.answer import Answer
from claims.answers.person import person_panel
from claims.documents import of, receive_all, sent_with
from claims.documents.places import may_send
from claims.models import Appeal, Document
from outreach.forms.thread import PostForm
from outreach.models import Message, Thread
from outreach.subject import about_words, own_answer, parse_about
from outreach.thread_words import (
    answer_of,
    post_words,
    promise_before,
    reply_to,
    state_words,
    thing_words,
    thread_rows,
    with_people,
)
from outreach.views.thread_draft import form_of, keeps_a_draft, saved_words
from outreach.writing import begin, write

PER_PAGE = 20
LATEST = Keyset(("last_at", "id"), tuple[dt.datetime, UUID])
TOLD = ("thread_answered", "answer_late")

reads = open_to_trusted(Level.WRITE, looks=TrustedAct.What.THREAD)
writes = open_to_trusted(
    Level.WRITE, looks=TrustedAct.What.THREAD, does=TrustedAct.What.THREAD_WRITTEN
)


class About(Struct, frozen=True):
    """What somebody writes about: a thing of the member's that the reader may see, or nothing."""

    subject: str = ""
    subject_id: UUID | None = None
    appeal: UUID | None = None
    answer: Answer | None = None

    @property
    def name(self) -> str:
        return about_words(self.subject, self.subject_id)


@require_safe
@member_required
@reads
def thread_list(request: HttpRequest) -> HttpResponse:
    mine = with_people(Thread.objects.for_member(request.member))
    page = page_of(mine, LATEST, request.GET, PER_PAGE)
    rows = thread_rows(page.rows, reader=request.member, at=now())
    return render(request, "outreach/thread_list.html", {"page": page, "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
@writes
def thread_create(request: HttpRequest) -> HttpResponse:
    """About a thing of which they wrote before, the same thread goes on."""
    about = about_of(request)
    if had := earlier(request, about):
        return redirect(had)
    files = request.FILES.getlist("files") if may_send(request.member) else []
    form = form_of(request, about.name, files=bool(files))
    if keeps_a_draft(request, about.name):
        return shown(request, about, form)
    if form.is_valid():
        thread = begin(
            request.member,
            text_of(form, len(files)),
            by=request.user,
            key=form.cleaned_data["key"],
            at=now(),
            about=(about.subject, about.subject_id),
            appeal=about.appeal,
        )
        receive_all(request.member, request.user, thread.about_files, "", files, at=now())
        notes.success(request, _("Sent. You can read it here at any time."))
        return redirect(thread)
    return shown(request, about, form)


def shown(request: HttpRequest, about: About, form: PostForm) -> HttpResponse:
    answer, at, zone = about.answer, now(), zone_of(request)
    context = {
        "form": form,
        "answer": answer,
        "appeal": about.appeal,
        "about": about.name,
        "promise": promise_before(about.subject, at=at, zone=zone),
        "may_send": may_send(request.member),
        "saved": saved_words(request, about.name),
        "panel": person_panel(at, zone, phone=answer.phone if answer else "", about=about.name),
    }
    return render(request, "outreach/thread_create.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
@writes
def thread_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Opening it is reading it, when its member does."""
    own = with_people(Thread.objects.for_member(request.member)).select_related("begun_by")
    thread = get_object_or_404(own, pk=pk)
    thread.member = request.member
    if request.method == "GET" and request.member.acting is None:
        read(thread)
    files = files_of(request, thread)
    form = form_of(request, thread.about_files, files=bool(files))
    form.fields["text"].label = reply_to(thread)
    if not keeps_a_draft(request, thread.about_files) and form.is_valid():
        text, key = text_of(form, len(files)), form.cleaned_data["key"]
        write(thread, text, by=request.user, key=key, at=now())
        notes.success(request, _("Sent. You can read it here at any time."))
        return redirect(thread)
    return render(request, "outreach/thread_detail.html", page(request, thread, form))


def page(request: HttpRequest, thread: Thread, form: PostForm) -> dict[str, Any]:
    at, zone = now(), zone_of(request)
    answer = answer_of(thread, at)
    posts = list(thread.posts.order_by("at", "pk"))
    about = about_words(thread.subject, thread.subject_id)
    return {
        "thread": thread,
        "thing": thing_words(thread, answer),
        "answer": answer,
        "posts": post_words(
            posts, at=at, zone=zone, reader=request.user, member_name=request.member.name
        ),
        "state": state_words(thread, bool(posts) and posts[-1].ours, at=at, zone=zone),
        "documents": of(request.member, thread.about_files),
        "may_send": may_send(request.member),
        "form": form,
        "about": about,
        "saved": saved_words(request, thread.about_files),
        "panel": person_panel(at, zone, phone=answer.phone if answer else "", about=about),
    }


def about_of(request: HttpRequest) -> About:
    """What the address names; an appeal is one against its claim."""
    named = request.GET.get("about", "")
    kind, _colon, key = named.partition(":")
    appeal = None
    if kind == "appeal":
        try:
            found = get_object_or_404(Appeal.objects.for_member(request.member), pk=UUID(key))
        except ValueError as no_key:
            raise Http404 from no_key
        named, appeal = f"claim:{found.claim_id}", found.pk
    subject, subject_id = parse_about(named)
    if subject_id is None:
        return About()
    answer = own_answer(request.member, subject, subject_id, now=now())
    if answer is None:
        raise Http404
    return About(subject, subject_id, appeal, answer)


def earlier(request: HttpRequest, about: About) -> Thread | None:
    if about.subject_id is None or request.method == "POST":
        return None
    mine = Thread.objects.for_member(request.member).about(about.subject, about.subject_id)
    return mine.filter(appeal=about.appeal).order_by("-last_at").first()


def text_of(form: PostForm, files: int) -> str:
    """What was written; who sends files only says so."""
    said = ngettext("I sent you {n} file.", "I sent you {n} files.", files).format(n=files)
    return form.cleaned_data["text"] or said


def files_of(request: HttpRequest, thread: Thread) -> list[Document]:
    """What comes with a post; nothing of what is only kept for later."""
    if request.method != "POST" or "keep" in request.POST or not may_send(request.member):
        return []
    return sent_with(request, thread.about_files, "")


def read(thread: Thread) -> None:
    """Also what told of it, so that it is new nowhere any more."""
    thread.read()
    told = Message.objects.for_member(thread.member).unread()
    told.filter(notice__in=TOLD, context__thread=str(thread.pk)).update(read_at=now())


def zone_of(request: HttpRequest) -> str:
    return request.member.time_zone
