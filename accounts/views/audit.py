"""The first page of a privacy officer: what waits for them, and where to ask."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts.access import privacy_officer_required
from accounts.audit.patterns import patterns
from accounts.clock import now, today
from accounts.models import Anomaly, EmergencyAccess, RecordAlarm
from accounts.proof.words import alarms
from accounts.rights.words import found_words


@require_safe
@privacy_officer_required
def audit(request: HttpRequest) -> HttpResponse:
    unusual, more = patterns(now())
    context = {
        "emergencies": emergency_words(
            EmergencyAccess.objects.unreviewed().count(), EmergencyAccess.objects.overdue().count()
        ),
        "data_requests": found_words(today(settings.PORTAL_HOURS[-1])),
        "unusual": unusual_words(len(unusual) + more),
        "anomalies": anomaly_words(Anomaly.objects.count()),
        "proof": alarms(RecordAlarm.objects.open().count()),
    }
    return render(request, "accounts/audit/home.html", context)


def emergency_words(waiting: int, late: int) -> str:
    if not waiting:
        return _("No emergency access waits for a review.")
    words = ngettext(
        "{n} emergency access waits for a review.",
        "{n} emergency accesses wait for a review.",
        waiting,
    ).format(n=f"{waiting:,}")
    if late:
        overdue = ngettext("{n} is late.", "{n} are late.", late).format(n=f"{late:,}")
        return f"{words} {overdue}"
    return words


def anomaly_words(number: int) -> str:
    if not number:
        return _("We found no use without consent.")
    words = ngettext(
        "We found {n} use without consent.", "We found {n} uses without consent.", number
    )
    return words.format(n=f"{number:,}")


def unusual_words(number: int) -> str:
    if not number:
        return _("We found no unusual looks in the last 7 days.")
    return ngettext(
        "{n} unusual look or series of looks in the last 7 days.",
        "{n} unusual looks or series of looks in the last 7 days.",
        number,
    ).format(n=f"{number:,}")
