"""Files that a member sent: handed out to them, and sent for a thing that is theirs."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import member_required
from accounts.acting import open_to_trusted
from accounts.models import Level, Member, TrustedAct
from claims.documents import of, open_document, sent_with
from claims.documents.kinds import ENDINGS, MEDIA_TYPES, Kind
from claims.documents.places import may_send, thing_of
from claims.models import Document
from claims.store import second_looks

SHOWN_INLINE = frozenset({Kind.JPEG, Kind.PNG})


@require_safe
@member_required
@open_to_trusted(looks=TrustedAct.What.DOCUMENT)
def document_detail(request: HttpRequest, pk: Any) -> HttpResponseBase:
    """The file itself, under a name of ours; only what was checked, and never as a page."""
    received = Document.objects.filter(member=request.member, state=Document.State.RECEIVED)
    document = get_object_or_404(received, pk=pk)
    if request.member.acting and thing_of(request.member, document.about) is None:
        raise Http404
    return handed_out(document)


def handed_out(document: Document) -> HttpResponseBase:
    kind = Kind(document.kind)
    try:
        content = open_document(document)
    except OSError as problem:
        raise Http404 from problem
    response = FileResponse(
        content,
        as_attachment=kind not in SHOWN_INLINE,
        filename=f"document{ENDINGS[kind]}",
        content_type=MEDIA_TYPES[kind],
    )
    response["Content-Length"] = document.size
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox; frame-ancestors 'none'"
    return response


def standing_of(member: Member, about: str) -> str:
    """Whether somebody looks at what was sent for a claim that does not wait for it."""
    kind, _colon, key = about.partition(":")
    return second_looks.standing_of(key, member.time_zone) if kind == "claim" else ""


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
@open_to_trusted(Level.SEND_DOCUMENTS, does=TrustedAct.What.DOCUMENT_SENT)
def document_list(request: HttpRequest, about: str) -> HttpResponse:
    """What was sent for one thing; the form sends more."""
    thing = thing_of(request.member, about)
    if thing is None:
        raise Http404
    if not may_send(request.member):
        raise PermissionDenied
    wrong = ""
    if request.method == "POST":
        if sent_with(request, about, ""):
            messages.success(request, _("We got what you sent. See below what we found."))
            return redirect("claims:document_list", about)
        wrong = _("Choose a file.")
    context = {
        "about": about,
        "thing": thing,
        "documents": of(request.member, about),
        "wrong": wrong,
        "standing": standing_of(request.member, about),
    }
    return render(request, "claims/document_list.html", context)
