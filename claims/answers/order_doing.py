"""What the member chose about an order, what we do about it, and what we added afterward."""

from collections.abc import Callable

from django.utils.translation import gettext_noop, pgettext

from claims.answers.answer import Group, Upcoming
from claims.answers.order_case import OrderCase
from claims.answers.order_headline import to_seller
from claims.answers.words import clock, day, join, local_date, money, say
from claims.answers.words import gettext as _
from claims.facts import Choice, Deed, Done, OrderFacts, OrderState

S, C = OrderState, Choice


def is_late(case: OrderCase) -> bool:
    """We, or whoever owes the money, did not do by the day we said what the member asked."""
    due_on = case.facts.refund_due_on if case.owed else case.facts.act_by
    return not case.settled and not case.doubt and due_on is not None and due_on < case.today


def doing(case: OrderCase) -> tuple[Upcoming, ...]:
    """What was done since the member last spoke, oldest first, and what is done next."""
    steps = [_step(case, one) for one in reversed(case.facts.done) if one.deed in _DID]
    return (*steps, *_next(case))


def beside(case: OrderCase) -> tuple[Group, ...]:
    """What they chose, and what we added because we were late."""
    return (*_chosen(case), *_goodwill(case))


def work_words(facts: OrderFacts) -> str:
    """For one of us: what the member wants of an order. It names no item and no seller."""
    if facts.state == S.DISPUTED:
        return _("They say that it is not there. Find out, and tell them.")
    if facts.refund_due_on and not facts.refunded_on and facts.state == S.CANCELLED:
        return _("It is cancelled. See that the money is sent back.")
    if facts.act_by and facts.state in (S.DELIVERED, S.RETURNED):
        return _("It has come to an end. Add something if we were late, and close it.")
    return _(_WANTED[facts.choice]) if facts.choice and facts.done_at is None else ""


def _step(case: OrderCase, done: Done) -> Upcoming:
    on = day(local_date(done.at, case.zone), today=case.today)
    words = pgettext("date and time", "{date} at {time}")
    when = say(words, date=on, time=clock(done.at, case.zone))
    if done.deed is Deed.REFUNDED and done.on:
        when = day(done.on, today=case.today)
    return Upcoming(text=_DID[done.deed](case, done), when=when, done=True)


def _next(case: OrderCase) -> tuple[Upcoming, ...]:
    by = case.facts.act_by
    if case.doubt or case.settled or by is None or by < case.today or case.facts.done_at:
        return ()
    text = _what_next(case)
    when = say(_("by {date}"), date=day(by, today=case.today))
    return (Upcoming(text=text, when=when),) if text else ()


def _what_next(case: OrderCase) -> str:
    if case.cancelling:
        return say(_("We tell {seller} to stop it"), seller=to_seller(case.facts))
    if case.facts.choice == C.REPLACE:
        return say(_("We ask {seller} to send it again"), seller=to_seller(case.facts))
    if case.facts.choice == C.COLLECT:
        return say(
            _("We ask {carrier} to keep it for you"), carrier=case.carrier or _("the carrier")
        )
    if case.state == S.DISPUTED:
        return _("We find out where it was left, and tell you")
    if case.facts.choice == C.WAIT and not any(one.deed in _DID for one in case.facts.done):
        return _("One of us looks for it")
    return ""


def _chosen(case: OrderCase) -> tuple[Group, ...]:
    facts = case.facts
    if facts.choice is None or facts.chosen_at is None or case.doubt or case.state == S.DELIVERED:
        return ()
    on = day(local_date(facts.chosen_at, case.zone), today=case.today)
    words = say(_(_CHOSE[facts.choice]), date=on)
    if facts.done_at is None and not case.settled:
        words = join(words, _("You can still change this."))
    return (Group(heading=_("What you chose"), note=words),)


def _goodwill(case: OrderCase) -> tuple[Group, ...]:
    """Never before the fix: while anything is open, nothing is said of it."""
    if case.doubt or not case.settled:
        return ()
    return tuple(
        Group(heading=_("Because we were late"), note=_added(case, one))
        for one in case.facts.done
        if one.deed is Deed.GOODWILL and one.cents and one.use_by
    )


def _added(case: OrderCase, done: Done) -> str:
    words = join(
        say(
            _("Because we were late, we added {amount} to your account."),
            amount=money(done.cents or 0),
        ),
        say(
            _("Use it by {date}. It works on “{scope}”. You do not need a code."),
            date=day(done.use_by or case.today, today=case.today),
            scope=_(done.words),  # kept as it was meant when it was given: "any order here"
        ),
    )
    if not done.note:
        return words
    note = say(_("{who} wrote: “{words}”"), who=done.who or _("We"), words=done.note)
    return join(words, note)


def _watching(_case: OrderCase, done: Done) -> str:
    if not done.who:
        return _("One of us is watching it until it arrives")
    return say(_("{who} is watching it until it arrives"), who=done.who)


def _sent_again(case: OrderCase, done: Done) -> str:
    sent = say(_("{seller} sent a replacement"), seller=case.facts.seller or _("The seller"))
    return say(_("{sent}: order {number}"), sent=sent, number=done.words) if done.words else sent


def _to_collect(_case: OrderCase, done: Done) -> str:
    return say(_("It is kept for you at {place}"), place=done.words or _("the carrier’s"))


_DID: dict[Deed, Callable[[OrderCase, Done], str]] = {
    Deed.FOUND: lambda _case, _done: _("Found your parcel"),
    Deed.HURRIED: lambda case, _done: say(
        _("Asked {carrier} to speed it up"), carrier=case.carrier or _("the carrier")
    ),
    Deed.TRACED: lambda case, _done: say(
        _("Asked {carrier} where it was left"), carrier=case.carrier or _("the carrier")
    ),
    Deed.ANSWERED: lambda _case, done: say(_("Found out: {words}"), words=done.words),
    Deed.WATCHING: _watching,
    Deed.CANCELLED: lambda case, _done: say(
        _("Stopped the order with {seller}"), seller=to_seller(case.facts)
    ),
    Deed.SENT_AGAIN: _sent_again,
    Deed.TO_COLLECT: _to_collect,
    Deed.REFUNDED: lambda _case, _done: _("Sent your money back"),
}
_CHOSE: dict[Choice, str] = {
    C.WAIT: gettext_noop("You chose on {date} to keep waiting."),
    C.REPLACE: gettext_noop("You asked on {date} for a replacement."),
    C.COLLECT: gettext_noop("You chose on {date} to collect it."),
    C.CANCEL: gettext_noop("You cancelled it on {date}."),
}
_WANTED: dict[Choice, str] = {
    C.WAIT: gettext_noop("They keep waiting. Look for it, and say what you did."),
    C.REPLACE: gettext_noop("They want a replacement. Ask the seller to send it again."),
    C.COLLECT: gettext_noop("They want to collect it. Ask the carrier to keep it."),
    C.CANCEL: gettext_noop("They cancelled it. Tell the seller to stop it."),
}
