"""A member's balances: the accounts, one account, and every line of either."""

import datetime as dt

from django.http import HttpRequest
from django.shortcuts import get_object_or_404, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe
from msgspec.structs import replace

from accounts.access import member_required
from accounts.acting import open_to_trusted
from accounts.clock import now
from accounts.keyset import Keyset, page_of
from accounts.models import Activity, Level, TrustedAct
from claims.answers.accumulators import AccumulatorsAnswer, accumulators_answer
from claims.answers.balance import balance_answer
from claims.answers.balance_case import counts_until
from claims.answers.entry import EntryRow, entry_row
from claims.answers.person import person_panel
from claims.answers.words import local_date, say
from claims.letters.of import letters_of
from claims.models import Accumulator, Balance, LedgerEntry
from claims.models.ledger_entry import LedgerEntryQuerySet
from claims.views.checked import note
from claims.views.listing import brief, filters, method_of, query_for, stands_in, words_of

LINES_PER_PAGE = 25
LATEST_LINES = Keyset(("effective_on", "posted_at", "id"), tuple[dt.date, dt.datetime, int])


@require_safe
@member_required
@open_to_trusted(Level.SEE_BALANCE, looks=TrustedAct.What.BALANCES)
def balance_list(request):
    at, zone = now(), request.member.time_zone
    accounts = Balance.objects.for_member(request.member).recent().facts()
    answers = brief(accounts, balance_answer, at, zone)
    words, show = words_of(request), request.GET.get("show", "")
    entries = LedgerEntry.objects.for_member(request.member).matching(words)
    context = {
        "answers": [a for a in answers if method_of(show) == "all" or stands_in(a) == show],
        "is_empty": not answers,
        "words": words,
        "filters": filters(words, show),
        "limits": None if words else limits(request, at),
    } | lines(request, entries, at, query_for(words, show))
    template = "claims/balance_list.html#results" if request.htmx else "claims/balance_list.html"
    return render(request, template, context)


def limits(request: HttpRequest, at: dt.datetime) -> AccumulatorsAnswer:
    """The deductible and the limits that hold today."""
    member, zone = request.member, request.member.time_zone
    told = Accumulator.objects.for_member(member).holding(local_date(at, zone)).facts()
    return accumulators_answer(told, now=at, zone=zone)


def lines(
    request: HttpRequest, entries: LedgerEntryQuerySet, at: dt.datetime, query: str
) -> dict[str, object]:
    """One page of the lines of a ledger, however long it is."""
    keys = entries.values_list(*LATEST_LINES.columns, named=True)
    page = page_of(keys, LATEST_LINES, request.GET, LINES_PER_PAGE)
    chosen = LedgerEntry.objects.filter(pk__in=[one.id for one in page.rows])
    return {
        "page": page,
        "query": query,
        "entries": rows(chosen, at, request.member.time_zone),
        "found": lines_in_words(entries.count()),
    }


def rows(entries: LedgerEntryQuerySet, at: dt.datetime, zone: str) -> list[EntryRow]:
    today, until = local_date(at, zone), counts_until(at, zone)
    return [entry_row(entry, today=today, until=until) for entry in entries.facts()]


def lines_in_words(number: int) -> str:
    return say(ngettext("{n} line.", "{n} lines.", number), n=f"{number:,}")


@require_safe
@member_required
@open_to_trusted(Level.SEE_BALANCE, looks=TrustedAct.What.BALANCE)
def balance_detail(request, pk):
    balance = get_object_or_404(Balance.objects.for_member(request.member).with_answer(), pk=pk)
    at, zone = now(), request.member.time_zone
    facts = balance.facts()
    answer = balance_answer(facts, now=at, zone=zone)
    if request.acting:  # what the member can do is theirs to do
        answer = replace(answer, options=())
    note(request, Activity.Kind.BALANCE, pk, answer)
    about = f"balance:{pk}"
    panel = person_panel(at, zone, phone=answer.phone, group=answer.person_group, about=about)
    context = {"answer": answer, "panel": panel, "about": about, "balance": balance}
    context["downloads"] = letters_of(facts)
    context |= lines(request, balance.entries.all(), at, "?")
    return render(request, "claims/balance_detail.html", context)
