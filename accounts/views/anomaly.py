"""For privacy officers: uses without consent, and what nobody reviewed in time."""

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import privacy_officer_required
from accounts.audit.rows import SHORT
from accounts.audit.words import category_name, doing_words, purpose_name
from accounts.clock_words import moment
from accounts.keyset import Keyset, page_of
from accounts.models import Anomaly

PER_PAGE = 50
LATEST = Keyset(("found_at", "use_id"), tuple[dt.datetime, int])


@require_safe
@privacy_officer_required
def anomaly_list(request: HttpRequest) -> HttpResponse:
    found = Anomaly.objects.select_related("use__actor", "use__event")
    page = page_of(found, LATEST, request.GET, PER_PAGE)
    context = {"page": page, "rows": [anomaly_row(one) for one in page.rows]}
    return render(request, "accounts/audit/anomaly_list.html", context)


def anomaly_row(anomaly: Anomaly) -> dict[str, Any]:
    use = anomaly.use
    return {
        "used": moment(use.used_at),
        "found": moment(anomaly.found_at),
        "subject": str(use.subject_id)[-SHORT:],
        "purpose": purpose_name(use.purpose),
        "category": category_name(use.category),
        "doing": doing_words(use),
        "who": use.actor.email if use.actor else _("The portal"),
        "wrong": anomaly.get_kind_display(),
        "number": use.pk,
        "rests": use.event.seq if use.event else "",
    }
