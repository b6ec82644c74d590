"""For privacy officers: files of what the pages show, and the log of who took which."""

import datetime as dt
import hashlib
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_safe

from accounts.access import privacy_officer_required
from accounts.audit import export, json_ld
from accounts.clock_words import moment
from accounts.forms.ledger import LedgerForm
from accounts.forms.looks import LooksForm
from accounts.keyset import Keyset, page_of
from accounts.models import AuditExport, ConsentEvent, Use
from accounts.proof import sealing
from accounts.proof.note import NoKey
from accounts.views import access_record, consent_event, inspection

PER_PAGE = 50
LATEST = Keyset(("began_at", "id"), tuple[dt.datetime, UUID])
What = AuditExport.What


@require_safe
@privacy_officer_required
def audit_export_list(request: HttpRequest) -> HttpResponse:
    every = AuditExport.objects.select_related("by", "member")
    page = page_of(every, LATEST, request.GET, PER_PAGE)
    context = {"page": page, "rows": [row(one) for one in page.rows]}
    return render(request, "accounts/audit/audit_export_list.html", context)


def row(one: AuditExport) -> dict[str, Any]:
    return {
        "when": moment(one.began_at),
        "who": one.by.email,
        "what": one.get_what_display(),
        "member": one.member.number if one.member else "",
        "asked": urlencode(one.asked),
        "finished": one.finished_at is not None,
        "rows": "" if one.rows is None else f"{one.rows:,}",
        "sha256": one.sha256,
    }


@require_GET
@privacy_officer_required
def consent_event_list_csv(request: HttpRequest) -> HttpResponseBase:
    form = LedgerForm(request.GET)
    if not form.is_valid():
        raise BadRequest
    return export.csv_file(
        form.events(),
        consent_event.LATEST,
        export.EVENTS,
        export.event_cells,
        by=request.user,
        what=What.LEDGER,
        asked=form.query(),
    )


@require_GET
@privacy_officer_required
def access_record_list_csv(request: HttpRequest) -> HttpResponseBase:
    form = LooksForm({"day": "", "member": "", "staff": ""} | request.GET.dict())
    if not form.is_valid():
        raise BadRequest
    return export.csv_file(
        access_record.looks(**form.cleaned_data).select_related("user", "member"),
        access_record.LATEST,
        export.LOOKS,
        export.look_cells,
        by=request.user,
        what=What.LOOKS,
        asked=form.words(),
        member=form.cleaned_data["member"],
    )


@require_GET
@privacy_officer_required
def inspection_event_list_csv(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    look, form = inspection.inspection(request, pk)
    if form.errors:
        raise BadRequest
    events = ConsentEvent.objects.of(look.member.subject)
    return export.csv_file(
        inspection.narrowed(events, form, "recorded_at"),
        inspection.BY_NUMBER,
        export.EVENTS,
        export.event_cells,
        by=request.user,
        what=What.DECISIONS,
        asked=form.query(),
        member=look.member,
    )


@require_GET
@privacy_officer_required
def inspection_use_list_csv(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    look, form = inspection.inspection(request, pk)
    if form.errors:
        raise BadRequest
    uses = Use.objects.of(look.member.subject).select_related("actor", "event")
    return export.csv_file(
        inspection.narrowed(uses, form, "used_at"),
        inspection.BY_TIME,
        export.USES,
        export.use_cells,
        by=request.user,
        what=What.USES,
        asked=form.query(),
        member=look.member,
    )


@require_GET
@privacy_officer_required
def inspection_record(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The member's whole consent record for another program, signed with the record's own key."""
    look, _form = inspection.inspection(request, pk)
    try:
        key = sealing.key()
    except NoKey as problem:
        messages.error(request, str(problem))
        return redirect("accounts:inspection_detail", pk=pk)
    taken = AuditExport.objects.create(by=request.user, member=look.member, what=What.RECORD)
    taken.refresh_from_db()
    document, rows = json_ld.record(look.member, number=taken.pk, at=taken.began_at)
    content = json_ld.signed(document, key)
    export.finish(taken, rows, hashlib.sha256(content).hexdigest())
    return HttpResponse(
        content,
        content_type="application/ld+json",
        headers={"Content-Disposition": f'attachment; filename="consent-{taken.pk}.jsonld"'},
    )
