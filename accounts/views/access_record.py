"""Who of us looked at whom: for privacy officers."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from typing import Any, NamedTuple
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import privacy_officer_required
from accounts.audit.patterns import patterns
from accounts.clock import now
from accounts.clock_words import moment
from accounts.forms.looks import LooksForm
from accounts.keyset import Keyset, page_of
from accounts.models import AccessRecord

PER_PAGE = 50
LATEST = Keyset(("looked_at", "id"), tuple[dt.datetime, UUID])
DAY = dt.timedelta(days=1)


@require_safe
@privacy_officer_required
def access_record_list(request: HttpRequest) -> HttpResponse:
    """Looks of a day, at a member, by someone; what is unusual stands above all of them."""
    form = LooksForm({"day": "", "member": "", "staff": ""} | request.GET.dict())
    asked = form.cleaned_data if form.is_valid() else {}
    page = page_of(looks(**asked).recent(), LATEST, request.GET, PER_PAGE)
    filtered = any(asked.values())
    unusual, more = ([], 0) if filtered or form.errors else patterns(now())
    context = {
        "form": form,
        "page": page,
        "rows": rows_of(page.rows),
        "filtered": filtered,
        "query": f"?{urlencode(form.words())}&" if filtered else "?",
        "asked": f"?{urlencode(form.words())}" if filtered else "",
        "patterns": unusual,
        "more": _("{n} more are not shown.").format(n=f"{more:,}") if more else "",
    }
    return render(request, "accounts/access_record_list.html", context)


def looks(day: Any = None, member: Any = None, staff: Any = None) -> Any:
    """What was asked for; a day is one where whoever asks is."""
    chosen = AccessRecord.objects.all()
    if day:
        begins = dt.datetime.combine(day, dt.time(), timezone.get_current_timezone())
        ends = dt.datetime.combine(day + DAY, dt.time(), timezone.get_current_timezone())
        chosen = chosen.filter(looked_at__gte=begins, looked_at__lt=ends)
    if member:
        chosen = chosen.filter(member=member)
    if staff:
        chosen = chosen.filter(user=staff)
    return chosen


class Row(NamedTuple):
    """Finished words: who by their address, the member by their number."""

    when: str
    who: str
    whom: str
    what: str
    why: str


def rows_of(looks: Iterable[AccessRecord]) -> list[dict[str, str]]:
    """One row for a look at several things of a member at once, with how many they were."""
    counted = Counter(
        Row(
            moment(look.looked_at),
            look.user.email,
            look.member.number,
            look.get_what_display(),
            look.reason,
        )
        for look in looks
    )
    return [row._asdict() | {"things": f"{number:,}"} for row, number in counted.items()]
