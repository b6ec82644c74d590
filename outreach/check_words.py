"""One thing to check, in words: what it is, whose, and what is doubtful. No service, no amount."""

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from msgspec import Struct
from msgspec.structs import replace

from accounts.clock import today
from claims.answers.answer import Fact
from claims.answers.order_doing import work_words
from claims.answers.person import portal_hours
from claims.answers.words import day, local_date, plain, say
from claims.asked import Task
from claims.documents.reasons import Reason, why_not
from claims.explanations.documents import in_words
from claims.explanations.hold_reasons import HOLD_REASONS
from claims.explanations.order_states import ORDER_STATES
from claims.explanations.states import STATES
from claims.facts import Guard, HoldReason
from claims.models import (
    Balance,
    Claim,
    ClaimEvent,
    Document,
    Order,
    RequestAnswer,
    SecondLook,
    UnrecognisedCode,
)
from outreach.models import Posting

THINGS = {
    "claim": gettext_lazy("a claim"),
    "appeal": gettext_lazy("an appeal"),
    "order": gettext_lazy("an order"),
    "balance": gettext_lazy("a balance"),
    "dispute": gettext_lazy("a bill that they question"),
    "": gettext_lazy("something else"),
}


class CheckRow(Struct, frozen=True, kw_only=True):
    thing: str
    member: str
    source: str
    doubt: str
    promise: str
    url: str = ""
    done: str = ""


def claim_row(claim: Claim) -> CheckRow:
    return _row(claim, say(_("Claim {number}"), number=claim.number or str(claim.pk)))


def order_row(order: Order) -> CheckRow:
    return _row(order, say(_("Order {number}"), number=order.number or str(order.pk)))


def help_row(order: Order) -> CheckRow:
    """What a member chose or told us about an order, so that one of us acts."""
    row = _row(order, say(_("Order {number}"), number=order.number or str(order.pk)))
    promise = _promise(order.act_by)
    words = work_words(order.brief())
    return replace(row, doubt=words, promise=promise, url=f"/desk/orders/{order.pk}/")


def balance_row(balance: Balance) -> CheckRow:
    return _row(balance, say(_("Account {number}"), number=balance.number))


def document_row(document: Document) -> CheckRow:
    """A file that failed after others did: why, and never what it is called."""
    kind = document.about.partition(":")[0]
    on = local_date(document.begun_at, portal_hours().zone)
    return CheckRow(
        thing=say(_("Files for {thing}"), thing=str(THINGS.get(kind, THINGS[""]))),
        member=document.member.number,
        source="",
        doubt=plain(why_not(Reason(document.reason))),
        promise=say(
            _("It failed more than once, the last time on {date}. Call them and help."),
            date=day(on, today=today(portal_hours().zone)),
        ),
        done=f"/desk/documents/{document.pk}/help/",
    )


def posting_row(posting: Posting) -> CheckRow:
    """A message that got through by no channel. What it says stays with the member."""
    on = local_date(posting.made_at, portal_hours().zone)
    return CheckRow(
        thing=_("A letter to post"),
        member=posting.member.number,
        source="",
        doubt=_("Our emails and texts came back, and they have not read it here."),
        promise=say(
            _("Post a letter, or call them. It has waited since {date}."),
            date=day(on, today=today(portal_hours().zone)),
        ),
        url=f"/desk/post/{posting.pk}/",
    )


def answer_row(given: RequestAnswer) -> CheckRow:
    """Something else than what we asked for. What it is stands on its own page."""
    on = day(local_date(given.answered_at, portal_hours().zone), today=today(portal_hours().zone))
    return CheckRow(
        thing=given_title(given),
        member=given.claim.member.number,
        source="",
        doubt=_("They do not have what we asked for, and told us what they have."),
        promise=say(_("They wrote on {date}. A person decides if it will do."), date=on),
        url=f"/desk/answers/{given.pk}/",
    )


def look_row(asked: SecondLook) -> CheckRow:
    """Something came about a claim that did not wait for it."""
    zone = portal_hours().zone
    late = asked.until < today(zone)
    words = _("Late: we said by {date}.") if late else _("Answer by {date}.")
    return CheckRow(
        thing=say(_("Claim {number}"), number=asked.claim.number or str(asked.claim_id)),
        member=asked.claim.member.number,
        source="",
        doubt=say(_("They sent us: {what}."), what=asked.get_kind_display()),
        promise=say(words, date=day(asked.until, today=today(zone))),
        url=f"/desk/second-looks/{asked.pk}/",
    )


class GivenWords(Struct, frozen=True, kw_only=True):
    title: str
    member: str
    facts: tuple[Fact, ...]
    read: str


def given_words(given: RequestAnswer) -> GivenWords:
    """For whoever reads it; of something private not what was asked for."""
    member, zone = given.claim.member, portal_hours().zone
    said = say("{words}", words=given.answers.get("text", ""))
    facts = [Fact(_("They wrote"), said)]
    line = next((one for one in wanted_lines(given) if Task(one).slug == given.task), "")
    if line and given.claim.guard == Guard.NONE:
        facts.insert(0, Fact(_("We asked for"), say("{thing}", thing=in_words(line))))
    read_on = given.read_at and local_date(given.read_at, zone)
    date = day(read_on, today=today(zone)) if read_on else ""
    return GivenWords(
        title=given_title(given),
        member=say(
            "{name}, {number}",
            name=member.name,
            number=member.number,
        ),
        facts=tuple(facts),
        read=say(_("Read on {date}."), date=date) if date else "",
    )


def wanted_lines(given: RequestAnswer) -> list[str]:
    """What the request asked for, one thing each."""
    wanted = ClaimEvent.objects.filter(pk=given.request).values_list("wanted", flat=True)
    return [line for one in wanted for line in one.split("\n")]


def given_title(given: RequestAnswer) -> str:
    return say(_("Claim {number}"), number=given.claim.number or str(given.claim_id))


def code_row(code: UnrecognisedCode) -> CheckRow:
    return CheckRow(
        thing=say("{code}", code=code.code),
        member="",
        source=code.source_id,
        doubt=say(
            ngettext("{system}, seen {n} time", "{system}, seen {n} times", code.times),
            system=code.system,
            n=f"{code.times:,}",
        ),
        promise="",
    )


def _row(thing: Claim | Order | Balance, words: str) -> CheckRow:
    return CheckRow(
        thing=words,
        member=thing.member.number,
        source=thing.source_id,
        doubt=_doubt(thing),
        promise=_promise(thing.checking_until),
    )


def _promise(until: dt.date | None) -> str:
    if until is None:
        return ""
    return say(_("We said by {date}."), date=day(until, today=today(portal_hours().zone)))


def _state_words(thing: Claim | Order) -> list[str]:
    """Each state as our pages call it; what has no words there stays as it came."""
    known = STATES if isinstance(thing, Claim) else ORDER_STATES
    return [f"“{_(known[state].title)}”" if state in known else state for state in thing.conflict]


def _doubt(thing: Claim | Order | Balance) -> str:
    if isinstance(thing, Balance):
        return _("Two systems disagree.")
    if thing.conflict:
        words = _("Two systems disagree: {states}.")
        if len(thing.conflict) == 1:
            words = _("Two systems disagree about the amounts: {states}.")
        return say(words, states=", ".join(_state_words(thing)))
    if isinstance(thing, Claim) and thing.held:
        return _(HOLD_REASONS[HoldReason(thing.held)])
    return _("A status that we do not recognize.")
