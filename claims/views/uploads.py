"""Files that come piece by piece: begun, continued where they broke off. The way of tus 1.0 core.

Every answer that is no success is one sentence for the member, as plain text.
"""

import base64
import binascii
import re
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from msgspec import Struct

from accounts.access import member_required
from accounts.acting import open_to_trusted
from accounts.clock import now
from accounts.models import Level, TrustedAct
from claims.answers.words import plain
from claims.documents import resuming
from claims.documents.places import thing_of
from claims.documents.reasons import Reason, why_not
from claims.documents.resuming import NotTaken, OtherOffset
from claims.models import Document
from claims.store.kept import HASH

STATUS = {Reason.TOO_LARGE: 413, Reason.TOO_MANY: 429, Reason.DISK_FULL: 507}
PIECE = "application/offset+octet-stream"


class Announced(Struct, frozen=True):
    """What the sender says of a file before it comes."""

    about: str
    task: str
    name: str
    size: int
    content_hash: str
    batch: UUID | None


@require_POST
@member_required
@open_to_trusted(Level.SEND_DOCUMENTS)
def upload_create(request: HttpRequest) -> HttpResponse:
    announced = read(request)
    if announced is None:
        return refusal(_("That did not work. Try again, or talk to a person."), 400)
    if thing_of(request.member, announced.about) is None:
        raise Http404
    try:
        document = resuming.begin(
            request.member,
            request.user,
            announced.about,
            announced.task,
            name=announced.name,
            size=announced.size,
            content_hash=announced.content_hash,
            batch=announced.batch,
            at=now(),
        )
    except NotTaken as refused:
        return not_taken(refused.reason)
    answer = progress(document, 201)
    answer["Location"] = f"/uploads/{document.pk}/"
    return answer


@require_http_methods(["GET", "HEAD", "PATCH"])
@member_required
@open_to_trusted(Level.SEND_DOCUMENTS)
def upload_detail(request: HttpRequest, pk: Any) -> HttpResponse:
    """How much of it is here; a PATCH brings the next piece."""
    theirs = Document.objects.filter(member=request.member, sent_by=request.user)
    document = get_object_or_404(theirs, pk=pk)
    if request.method != "PATCH":
        return progress(document, 200)
    offset, length = number(request, "Upload-Offset"), number(request, "Content-Length")
    if request.content_type != PIECE or offset is None or not length:
        return refusal(_("That did not work. Try again, or talk to a person."), 400)
    try:
        document = resuming.append(document, offset, request, length)
    except OtherOffset:
        document.refresh_from_db()
        return progress(document, 409)
    except NotTaken as refused:
        return not_taken(refused.reason)
    if request.acting and document.received_at:
        what = TrustedAct.What.DOCUMENT_SENT
        TrustedAct.objects.keep(request.acting, what, document.pk, looked=False)
    return progress(document, 204)


def read(request: HttpRequest) -> Announced | None:
    size, told = number(request, "Upload-Length"), metadata(request)
    if size is None or told is None:
        return None
    content_hash, batch = told.get("sha256", ""), told.get("batch", "")
    task = told.get("task", "")
    if not re.fullmatch(r"[-\w]{0,50}", task, re.ASCII):
        return None
    try:
        return Announced(
            about=told.get("about", ""),
            task=task,
            name=told.get("filename", ""),
            size=size,
            content_hash=content_hash if HASH.fullmatch(content_hash) else "",
            batch=UUID(batch) if batch else None,
        )
    except ValueError:
        return None


def metadata(request: HttpRequest) -> dict[str, str] | None:
    """tus's own: "name base64, name base64"."""
    told = {}
    for pair in request.headers.get("Upload-Metadata", "").split(","):
        name, _space, value = pair.strip().partition(" ")
        try:
            told[name] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            return None
    return told


def number(request: HttpRequest, header: str) -> int | None:
    said = request.headers.get(header, "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 16 else None


def progress(document: Document, status: int) -> HttpResponse:
    answer = HttpResponse(status=status)
    answer["Tus-Resumable"] = "1.0.0"
    answer["Upload-Offset"] = document.offset
    answer["Upload-Length"] = document.size
    return answer


def not_taken(reason: Reason) -> HttpResponse:
    return refusal(plain(why_not(reason)), STATUS.get(reason, 400))


def refusal(sentence: str, status: int) -> HttpResponse:
    answer = HttpResponse(sentence, status=status, content_type="text/plain; charset=utf-8")
    answer["Tus-Max-Size"] = settings.LARGEST_DOCUMENT
    return answer
