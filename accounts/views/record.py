"""For privacy officers: is the consent record whole, and how to check that without us."""

import logging

from django.contrib import messages
from django.db import connection
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from accounts.access import privacy_officer_required
from accounts.audit.export import logged
from accounts.clock_words import moment
from accounts.models import AuditExport, GuardWatch, RecordAlarm, RecordCheck, Seal
from accounts.proof import checking, export, words
from accounts.proof.sealing import public_key
from accounts.tasks import check_record

logger = logging.getLogger(__name__)

SEALS, PAST, FOUND = 5, 10, 50  # on the page

UNSEALED = """
SELECT count(*), min(recorded_at) FROM accounts_consentevent WHERE (xact, id) > (%s, %s)
"""


@require_safe
@privacy_officer_required
def record(request: HttpRequest) -> HttpResponse:
    check = RecordCheck.objects.finished().first()
    seals = list(Seal.objects.latest_first()[:SEALS])
    found = words.found(check)
    watch = GuardWatch.objects.latest_first().first()
    alarms = RecordAlarm.objects.order_by("closed_at", "-opened_at")
    over = alarms.exclude(closed_at=None).order_by("-closed_at")[:PAST]
    context = {
        "check": check,
        "headline": words.headline(check, seals[0] if seals else None),
        "checked": words.checked(check),
        "is_asked": RecordCheck.objects.waiting().exists(),
        "found": found[:FOUND],
        "more": len(found) > FOUND,
        "waiting": words.waiting(*unsealed(seals[0] if seals else None)),
        "seals": [row(seal) for seal in seals],
        "guards": words.guards(watch),
        "digest": watch.digest if watch else "",
        "alarms": [words.alarm(one) for one in RecordAlarm.objects.open()],
        "past": [words.past(one) for one in over],
        "key": public_key(),
    }
    return render(request, "accounts/record/record.html", context)


def unsealed(last: Seal | None) -> tuple:
    with connection.cursor() as cursor:
        cursor.execute(UNSEALED, [last.xact, last.event] if last else [0, 0])
        return cursor.fetchone()


def row(seal: Seal) -> dict[str, str]:
    size = f"{seal.size:,}"
    words = ngettext("{n} row, {when}", "{n} rows, {when}", seal.size)
    title = words.format(n=size, when=moment(seal.sealed_at))
    return {"size": size, "title": title, "note": seal.note}


@require_POST
@privacy_officer_required
def record_check_create(request: HttpRequest) -> HttpResponse:
    """Ask for a check. The worker finds it by itself within a minute; this hurries it."""
    checking.ask()
    try:
        check_record.apply_async(retry=False, expires=60)
    except (OperationalError, RedisError, OSError):
        logger.warning("no worker was told of a check; the timetable will")
    messages.success(request, _("We are checking the record now. Reload this page in a moment."))
    return redirect("accounts:record")


@require_safe
@privacy_officer_required
def record_export(request: HttpRequest) -> StreamingHttpResponse:
    """The whole record, in flat memory however long it is. The log of files has it."""
    log = AuditExport.objects.create(by=request.user, what=AuditExport.What.LEDGER)
    log.refresh_from_db()
    name = f"consent-record-{log.began_at:%Y%m%d-%H%M%S}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    content = logged(log, export.zipped())
    return StreamingHttpResponse(content, content_type="application/zip", headers=headers)
