"""A copy that was made for a member: read page by page, or taken along as one file."""

from typing import Any
from uuid import UUID

import msgspec
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.access import member_required, step_up_required
from accounts.clock import now
from accounts.models import DataCopy
from accounts.rights.column_words import row_words
from accounts.rights.copying import unpacked
from accounts.rights.words import entries

PER_PAGE = 20


@require_safe
@member_required
@step_up_required
def copy_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Every table of the copy, with how much is in it."""
    whole = unpacked(copy_of(request, pk))
    tables = [
        {
            "url": reverse("accounts:copy_table", args=[pk, number]) if table["rows"] else "",
            "what": table["what"],
            "entries": entries(len(table["rows"])),
            "kept": table["kept"],
            "why": table["why"],
            "law": table["law"],
            "left_out": list(dict.fromkeys(table["left_out"].values())),
        }
        for number, table in enumerate(whole["tables"])
    ]
    context = {"pk": pk, "about": whole["about"], "tables": tables}
    return render(request, "accounts/data/copy_detail.html", context)


@require_safe
@member_required
@step_up_required
def copy_table(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """The rows of one table, some at a time."""
    tables = unpacked(copy_of(request, pk))["tables"]
    if number >= len(tables):
        raise Http404
    page = Paginator(tables[number]["rows"], PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "pk": pk,
        "what": tables[number]["what"],
        "page": page,
        "rows": [row_words(tables[number]["table"], row) for row in page],
    }
    return render(request, "accounts/data/copy_table.html", context)


@require_safe
@member_required
@step_up_required
def copy_download(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The whole as JSON; its name says nothing."""
    copy = copy_of(request, pk)
    content: dict[str, Any] = unpacked(copy)
    answer = HttpResponse(
        msgspec.json.format(msgspec.json.encode(content)), content_type="application/json"
    )
    answer["Content-Disposition"] = f'attachment; filename="copy-{copy.made_at:%Y-%m-%d}.json"'
    return answer


def copy_of(request: HttpRequest, pk: UUID) -> DataCopy:
    """The member's own, while it is there."""
    mine = DataCopy.objects.filter(request__member=request.member, gone_at__gt=now())
    return get_object_or_404(mine, request=pk)
