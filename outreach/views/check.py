"""What we told members "we have asked a person to check" about: this is that person's list."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import checker_required
from accounts.models import AccessRecord, record_access
from claims.models import Balance, Claim, Order, UnrecognisedCode
from outreach.check_words import CheckRow, balance_row, claim_row, code_row, order_row

PER_PAGE = 50

CHECKS: dict[str, tuple[Any, Any]] = {
    "claims": (Claim, claim_row),
    "orders": (Order, order_row),
    "balances": (Balance, balance_row),
    "codes": (UnrecognisedCode, code_row),
}


@require_safe
@checker_required
def check_list(request: HttpRequest) -> HttpResponse:
    kind = request.GET.get("kind", "")
    kind = kind if kind in CHECKS else "claims"
    model, row = CHECKS[kind]
    page = Paginator(to_check(model), PER_PAGE).get_page(request.GET.get("page"))
    found = list(page)
    if model is not UnrecognisedCode:
        record_access(
            request.user, AccessRecord.What.CHECK_LIST, [(one.member_id, one.pk) for one in found]
        )
    rows: list[CheckRow] = [row(one) for one in found]
    context = {"page": page, "rows": rows, "kinds": kinds(kind), "query": f"?kind={kind}&page="}
    return render(request, "outreach/check_list.html", context)


def to_check(model: Any) -> QuerySet:
    """The soonest promise first; of codes, the most frequent."""
    if model is UnrecognisedCode:
        return model.objects.select_related("source").order_by("-times", "pk")
    doubtful = model.objects.to_check().select_related("member", "source")
    return doubtful.order_by("checking_until", "pk")


def kinds(chosen: str) -> list[dict[str, Any]]:
    labels = {
        "claims": _("Claims"),
        "orders": _("Orders"),
        "balances": _("Balances"),
        "codes": _("Codes"),
    }
    return [
        {"url": f"?kind={kind}", "label": label, "current": kind == chosen}
        for kind, label in labels.items()
    ]
