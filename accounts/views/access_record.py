"""Who of us looked at whom: for privacy officers."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import privacy_officer_required
from accounts.keyset import Keyset, page_of
from accounts.models import AccessRecord
from accounts.views.session import when

PER_PAGE = 50
LATEST = Keyset(("looked_at", "id"), tuple[dt.datetime, UUID])


@require_safe
@privacy_officer_required
def access_record_list(request: HttpRequest) -> HttpResponse:
    page = page_of(AccessRecord.objects.recent(), LATEST, request.GET, PER_PAGE)
    rows = rows_of(page.rows)
    return render(request, "accounts/access_record_list.html", {"page": page, "rows": rows})


class Row(NamedTuple):
    """Finished words: who by their address, the member by their number."""

    when: str
    who: str
    whom: str
    what: str


def rows_of(looks: Iterable[AccessRecord]) -> list[dict[str, str]]:
    """One row for a look at several things of a member at once, with how many they were."""
    counted = Counter(
        Row(when(look.looked_at), look.user.email, look.member.number, look.get_what_display())
        for look in looks
    )
    return [row._asdict() | {"things": f"{number:,}"} for row, number in counted.items()]
