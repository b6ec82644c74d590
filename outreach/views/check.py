"""What we told members "we have asked a person to check" about: this is that person's list."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce, TruncDate
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.access import calls, checker_required
from accounts.clock import now
from accounts.keyset import Keyset, page_of
from accounts.models import AccessRecord, record_access
from claims.answers.words import say
from claims.models import (
    Balance,
    Claim,
    Document,
    Order,
    RequestAnswer,
    SecondLook,
    UnrecognisedCode,
)
from outreach.check_words import (
    CheckRow,
    answer_row,
    balance_row,
    claim_row,
    code_row,
    document_row,
    help_row,
    look_row,
    order_row,
    posting_row,
)
from outreach.models import Posting

PER_PAGE = 50
SOONEST = Keyset(("until", "id"), tuple[dt.date, UUID], falling=False, by_age=False)
OFTEN = Keyset(("times", "id"), tuple[int, int], by_age=False)

HELP = "help"  # orders about which a member chose something

CHECKS: dict[str, tuple[Any, Any]] = {
    "claims": (Claim, claim_row),
    "orders": (Order, order_row),
    HELP: (Order, help_row),
    "balances": (Balance, balance_row),
    "documents": (Document, document_row),
    "answers": (RequestAnswer, answer_row),
    "looks": (SecondLook, look_row),
    "post": (Posting, posting_row),
    "codes": (UnrecognisedCode, code_row),
}


@require_safe
@checker_required
def check_list(request: HttpRequest) -> HttpResponse:
    kind = request.GET.get("kind", "")
    kind = kind if kind in CHECKS else "claims"
    model, row = CHECKS[kind]
    keyset = OFTEN if model is UnrecognisedCode else SOONEST
    page = page_of(to_check(kind), keyset, request.GET, PER_PAGE)
    found = page.rows
    if model is not UnrecognisedCode:
        record_access(
            request.user, AccessRecord.What.CHECK_LIST, [(one.member_id, one.pk) for one in found]
        )
    rows: list[CheckRow] = [row(one) for one in found]
    context = {
        "page": page,
        "rows": rows,
        "found": things_in_words(to_check(kind).count()),
        "kinds": kinds(kind),
        "query": f"?kind={kind}&",
        "works": calls(request.user),
    }
    return render(request, "outreach/check_list.html", context)


def things_in_words(number: int) -> str:
    return say(ngettext("{n} thing.", "{n} things.", number), n=f"{number:,}")


def to_check(kind: str) -> QuerySet:
    """What a person must look at; ``until`` is the day we promised, the last of all for none."""
    model = CHECKS[kind][0]
    if kind == HELP:
        orders = Order.objects.to_help().with_answer().select_related("member")
        return orders.annotate(until=F("act_by"))
    if model is Document:
        failed = Document.objects.failed_again().select_related("member")
        return failed.annotate(until=TruncDate("begun_at"))
    if model is RequestAnswer:
        given = RequestAnswer.objects.unread().select_related("claim__member")
        return given.annotate(until=TruncDate("answered_at"), member_id=F("claim__member"))
    if model is SecondLook:
        asked = SecondLook.objects.open().select_related("claim__member")
        return asked.annotate(member_id=F("claim__member"))
    if model is Posting:
        return Posting.objects.open().select_related("member").annotate(until=TruncDate("made_at"))
    if model is UnrecognisedCode:
        return model.objects.select_related("source")
    doubtful = model.objects.to_check().select_related("member", "source")
    return doubtful.annotate(until=Coalesce("checking_until", dt.date.max))


def kinds(chosen: str) -> list[dict[str, Any]]:
    labels = {
        "claims": _("Claims"),
        "orders": _("Orders"),
        HELP: _("Orders to help with"),
        "balances": _("Balances"),
        "documents": _("Documents"),
        "answers": _("What they have instead"),
        "looks": _("Claims to look at again"),
        "post": _("Letters to post"),
        "codes": _("Codes"),
    }
    return [
        {"url": f"?kind={kind}", "label": label, "current": kind == chosen}
        for kind, label in labels.items()
    ]


@require_POST
@checker_required
def document_help_create(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Somebody whose files failed more than once was helped: it is off the list."""
    document = get_object_or_404(Document.objects.failed_again(), pk=pk)
    record_access(request.user, AccessRecord.What.CHECK_LIST, [(document.member_id, document.pk)])
    document.help(by=request.user, at=now())
    messages.success(request, _("Noted as done."))
    return redirect("/desk/checks/?kind=documents")
