"""A member's inbox: what we sent, one message, and what we did not send."""

import datetime as dt
from uuid import UUID

from django.contrib import messages as notes
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import member_required
from accounts.clock import now
from accounts.consent import decide
from accounts.keyset import Keyset, page_of
from outreach.inbox_words import inbox_rows, message_page, new_words, unsent_rows
from outreach.models import Message, Thread
from outreach.models.message import MessageQuerySet
from outreach.thread_words import ThreadRow, thread_rows, with_people

PER_PAGE = 20
MOST_THREADS = 3
LATEST = Keyset(("sent_at", "id"), tuple[dt.datetime, UUID])
REFUSED = Keyset(("refused_at", "id"), tuple[dt.datetime, UUID])
SHOWS = {
    "": (Q(), gettext_noop("All")),
    "new": (Q(read_at=None), gettext_noop("New")),
    "claim": (Q(subject="claim"), gettext_noop("Claims")),
    "order": (Q(subject="order"), gettext_noop("Orders")),
    "balance": (Q(subject="balance"), gettext_noop("Balance")),
    "calls": (Q(category="calls"), gettext_noop("Calls and what we agreed")),
}
"""By the word of the address: what is shown, and how it is called."""


@require_safe
@member_required
def inbox(request: HttpRequest) -> HttpResponse:
    """Newest first; the number of new ones counts in any filter."""
    mine = Message.objects.for_member(request.member).sent()
    show = request.GET.get("show", "")
    show = show if show in SHOWS else ""
    page = page_of(mine.filter(SHOWS[show][0]), LATEST, request.GET, PER_PAGE)
    counts = counted(mine)
    context = {
        "page": page,
        "rows": inbox_rows(page.rows, at=now(), zone=request.member.time_zone),
        "new": new_words(counts["new"]),
        "threads": threads_of(request),
        "filters": filters(show, counts),
        "query": f"?show={show}&" if show else "?",
    }
    return render(request, "outreach/inbox.html", context)


def threads_of(request: HttpRequest) -> list[ThreadRow]:
    """What they wrote last; only on the first page of all that there is."""
    if request.GET:
        return []
    mine = with_people(Thread.objects.for_member(request.member))
    latest = mine.order_by("-last_at", "-pk")[:MOST_THREADS]
    return thread_rows(latest, reader=request.member, at=now())


@require_safe
@member_required
def unread_count(request: HttpRequest) -> HttpResponse:
    """Asked for by a page that stays open; the way to the inbox says nothing of none."""
    new = Message.objects.for_member(request.member).unread().count()
    said = bool(new) or request.htmx.target != "unread"
    return HttpResponse(new_words(new) if said else "")


def counted(mine: MessageQuerySet) -> dict[str, int]:
    """How many there are of each; one query."""
    every = {show or "all": Count("pk", filter=which) for show, (which, _label) in SHOWS.items()}
    return mine.aggregate(**every)


def filters(chosen: str, counts: dict[str, int]) -> list[dict[str, object]]:
    return [
        {
            "url": f"?show={show}" if show else "?",
            "label": f"{_(label)} ({counts[show or 'all']:,})",
            "current": show == chosen,
        }
        for show, (_which, label) in SHOWS.items()
    ]


@require_safe
@member_required
def message_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Opening it is reading it; when its member does."""
    message = get_object_or_404(Message.objects.for_member(request.member).sent(), pk=pk)
    if request.method == "GET" and getattr(request, "acting", None) is None:
        message.read(now())
    page = message_page(message, at=now(), zone=request.member.time_zone)
    return render(request, "outreach/message_detail.html", {"message": message, "words": page})


@require_POST
@member_required
def stop_create(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Turn off what a message was sent for, from the message itself."""
    message = get_object_or_404(Message.objects.for_member(request.member).sent(), pk=pk)
    decide(
        request.member,
        {(message.purpose, message.category): False},
        by=request.user,
        through="message",
        screen=message.notice,
        language=get_language(),
        key=f"stop:{message.pk}",
    )
    notes.success(request, _("We stopped these messages. You can turn them on again under You."))
    return redirect(message)


@require_safe
@member_required
def refusal_list(request: HttpRequest) -> HttpResponse:
    """What we had ready for this member and did not send, or not yet, and why."""
    mine, here = Message.objects.for_member(request.member), request.member.time_zone
    page = page_of(mine.refused(), REFUSED, request.GET, PER_PAGE)
    waiting = mine.waiting().order_by("due_at", "pk")[:PER_PAGE] if not request.GET else ()
    context = {
        "page": page,
        "rows": unsent_rows(page.rows, at=now(), zone=here),
        "waiting": unsent_rows(waiting, at=now(), zone=here),
    }
    return render(request, "outreach/refusal_list.html", context)
