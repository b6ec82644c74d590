"""Alarms before we are late: a summary that is not written, and what we agreed to do and have not.

The letters name nobody: the board does.
"""

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from claims.answers.person import portal_hours
from claims.answers.words import local_date
from outreach.alarm import alarm
from outreach.models import Call, SummaryLine
from outreach.summary_words import SUMMARY_WITHIN

WRITTEN_AFTER = dt.timedelta(minutes=45)  # mostly; a quarter of an hour is left to see to it
SOON = dt.timedelta(days=1)

assert WRITTEN_AFTER < SUMMARY_WITHIN


def alarm_of_summaries(at: dt.datetime) -> int:
    """Supervisors hear once of each call that nobody has written up shortly before it is late."""
    calls = Call.objects.unfinished().filter(began_at__lte=at - WRITTEN_AFTER, alarmed_at=None)
    number = calls.count()
    said = ngettext_lazy(
        "{n} call has no summary yet, and its member was told one. Sign in to see it:",
        "{n} calls have no summary yet, and their members were told one. Sign in to see them:",
        "n",
    )
    if number and alarm(_("A summary is not written yet"), said, number, board(), at):
        calls.update(alarmed_at=at)
    return number


def alarm_of_promises(at: dt.datetime) -> int:
    """Supervisors hear once of each promise that is due by tomorrow and is not kept."""
    tomorrow = local_date(at, portal_hours().zone) + SOON
    lines = SummaryLine.objects.ours().filter(due_on__lte=tomorrow, alarmed_at=None)
    number = lines.count()
    said = ngettext_lazy(
        "{n} promise is due by tomorrow. Sign in to see it:",
        "{n} promises are due by tomorrow. Sign in to see them:",
        "n",
    )
    if number and alarm(_("A promise is due soon"), said, number, board(), at):
        lines.update(alarmed_at=at)
    return number


def board() -> str:
    return reverse("outreach:board_detail")
