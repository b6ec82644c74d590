"""Letters about a member's own things: to read and print, or to keep as a file."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe
from msgspec.structs import replace

from accounts.access import member_required
from accounts.clock import now
from claims.answers.answer import Answer
from claims.answers.balance import balance_answer
from claims.answers.claim import claim_answer
from claims.answers.order import order_answer
from claims.answers.words import local_date
from claims.facts import BalanceFacts, ClaimFacts
from claims.letters import Letter, letter_response
from claims.letters.of import Facts, Kind, letters_of, statement_of
from claims.letters.of_answer import Envelope, decision_letter, statement_letter, summary_letter
from claims.letters.receipt import receipt_letter
from claims.models import Balance, Claim, Order
from claims.models.claim_account import on_accounts
from claims.store.promises import keep


@require_safe
@member_required
def letter_detail(request: HttpRequest, about: str, slug: str) -> HttpResponse:
    return written(request, about, slug, "html")


@require_safe
@member_required
def letter_file(request: HttpRequest, about: str, slug: str) -> HttpResponse:
    return written(request, about, slug, "pdf")


def written(request: HttpRequest, about: str, slug: str, kind: str) -> HttpResponse:
    """A letter that there is, of a thing that is the member's; else nothing is found."""
    facts, answer = told(request, about)
    place = f"/letters/{about}/{slug}/"
    listed = next((one for one in letters_of(facts) if one.url == place), None)
    if listed is None:
        raise Http404
    letter = letter_of(request, slug, facts, answer)
    return letter_response(letter, kind, request=request, pdf=listed.pdf, back=answer.url)


def told(request: HttpRequest, about: str) -> tuple[Facts, Answer]:
    """All that we hold about the thing that ``claim:<uuid>`` names, and the answer about it."""
    subject, _colon, key = about.partition(":")
    try:
        pk = UUID(key)
    except ValueError:
        raise Http404 from None
    member, at, zone = request.member, now(), request.member.time_zone
    if subject == "claim":
        facts = Claim.objects.own(member, pk)
        if facts is None:
            raise Http404
        (facts,) = on_accounts([facts], at, zone, reader=member)
        return facts, claim_answer(facts, now=at, zone=zone)
    if subject == "order":
        order = get_object_or_404(Order.objects.for_member(member).with_choices(), pk=pk).facts()
        return order, order_answer(order, now=at, zone=zone)
    if subject == "balance":
        account = get_object_or_404(Balance.objects.for_member(member).with_answer(), pk=pk).facts()
        return account, balance_answer(account, now=at, zone=zone)
    raise Http404


def letter_of(request: HttpRequest, slug: str, facts: Facts, answer: Answer) -> Letter:
    today = local_date(now(), request.member.time_zone)
    plan = facts.plan.name if isinstance(facts, ClaimFacts) else ""
    envelope = Envelope(to=request.member.name, sender=("Porchlight", *([plan] if plan else [])))
    if slug == Kind.DECISION and isinstance(facts, ClaimFacts):
        # What was decided first; what became of an appeal since, the claim's page says.
        first = replace(facts, appeal=None)
        decided = claim_answer(first, now=now(), zone=request.member.time_zone)
        return decision_letter(decided, facts, today=today, envelope=envelope)
    if slug == Kind.RECEIPT and isinstance(facts, ClaimFacts) and facts.appeal is not None:
        zone = request.member.time_zone
        return receipt_letter(facts, facts.appeal, zone=zone, envelope=envelope)
    statement = statement_of(facts, slug) if isinstance(facts, BalanceFacts) else None
    if statement is not None:
        return statement_letter(answer, facts, statement, envelope=envelope)
    if not isinstance(facts, BalanceFacts):
        member = request.member
        keep(member.pk, [(facts, answer)], at=now(), zone=member.time_zone)
    return summary_letter(answer, today=today, envelope=envelope)
