"""For operators: how each source is doing, what came of it, and codes that nobody knows."""

import datetime as dt
from collections import Counter
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import operator_required
from accounts.clock import now, today
from accounts.keyset import Keyset, page_of
from claims.alarm_words import alarm_words
from claims.answers.person import portal_hours
from claims.batch_words import batch_row
from claims.day_chart import DayChart, day_chart
from claims.models import Alarm, ImportBatch, Source, SourceReading, UnrecognisedCode
from claims.payment_event_words import to_look_at
from claims.source_words import code_row, source_facts, source_row
from claims.webhook_event_words import parked_row, waiting_line

SOURCES, BATCHES, CODES, EVENTS = 50, 20, 20, 20  # on a page
CHART_DAYS = 30
BY_NAME = Keyset(("slug", "kind"), tuple[str, str], falling=False, by_age=False)
NEWEST = Keyset(("id",), tuple[int])  # as they started, and what the index holds


@require_safe
@operator_required
def source_list(request: HttpRequest) -> HttpResponse:
    """Alarms first, whatever page of the sources is shown."""
    page = page_of(Source.objects.all(), BY_NAME, request.GET, SOURCES)
    slugs = [source.slug for source in page.rows]
    readings = SourceReading.objects.latest_of(slugs)
    alarms = Alarm.objects.open().gravest_first()
    of_source = Counter(alarm.source_id for alarm in alarms)
    context = {
        "page": page,
        "rows": [
            source_row(source, readings.get(source.slug), of_source[source.slug])
            for source in page.rows
        ],
        "alarms": [alarm_words(alarm) for alarm in alarms],
        "to_look_at": to_look_at(),
    }
    return render(request, "claims/source_list.html", context)


@require_safe
@operator_required
def source_detail(request: HttpRequest, slug: str) -> HttpResponse:
    source = get_object_or_404(Source, slug=slug)
    page = page_of(source.batches.all(), NEWEST, request.GET, BATCHES)
    reading = SourceReading.objects.latest_of([slug]).get(slug)
    at = now()
    context: dict[str, Any] = {
        "source": source,
        "facts": source_facts(source, reading),
        "alarms": [alarm_words(one) for one in source.alarms.open().gravest_first()],
        "chart": chart_of(source),
        "page": page,
        "rows": [batch_row(batch, at) for batch in page.rows],
        "codes": [code_row(code) for code in source.unrecognised_codes.to_note()[:CODES]],
        "pushes": source.webhook_keys.exists(),
        "waiting": waiting_line(source.webhook_events.waiting().count()),
        "parked": [parked_row(one) for one in source.webhook_events.parked().newest()[:EVENTS]],
    }
    return render(request, "claims/source_detail.html", context)


def chart_of(source: Source) -> DayChart:
    zone = portal_hours().zone
    last = today(zone)
    first = last - dt.timedelta(days=CHART_DAYS - 1)
    days = ImportBatch.objects.filter(source=source).by_day(first, ZoneInfo(zone))
    return day_chart(days, first=first, last=last)


@require_POST
@operator_required
def code_note_create(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Somebody knows of this code: it raises no alarm any more."""
    code = get_object_or_404(UnrecognisedCode, source=slug, pk=pk)
    code.note(by=request.user, at=now())
    messages.success(request, _("Noted. This code raises no alarm now."))
    return redirect("claims:source_detail", slug=slug)
