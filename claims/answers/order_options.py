"""What a member may choose about an order, with its dates; none of it is pressed on them.

`may_choose` also decides, under the order's lock, whether a choice is still theirs.
"""

import datetime as dt

from claims.answers.answer import Option
from claims.answers.order_case import OrderCase
from claims.answers.order_headline import carrier, to_seller
from claims.answers.order_parcel import ON_THE_WAY, UNSHIPPED
from claims.answers.words import day, join, money, say
from claims.answers.words import gettext as _
from claims.deadlines import order as law
from claims.deadlines.calendar import add_business_days
from claims.deadlines.delay import Silence
from claims.explanations.carriers import collected_at
from claims.facts import Choice, OrderState

S, C = OrderState, Choice

ACT_WITHIN = 1  # business days, to do what a member chose
TRACE_WITHIN = 3  # business days, to find what a carrier says it delivered


def may_choose(case: OrderCase) -> tuple[Choice, ...]:
    """What the member may choose now. Once it was carried out, there is nothing to choose."""
    carried_out = case.facts.choice is not None and case.facts.done_at is not None
    if case.doubt or carried_out:
        return (C.TURNED_UP,) if case.state == S.DISPUTED and not case.doubt else ()
    if case.state == S.DELIVERED:
        return () if case.cancelling else (C.NOT_HERE,)
    if case.state == S.DISPUTED:
        return (*_again(case), *_back(case), C.TURNED_UP)
    if case.state in UNSHIPPED:
        return (*([C.WAIT] if _asked_to_wait(case) else []), C.CANCEL)
    if case.lost_to_us:
        return (*_again(case), *_back(case))
    if case.lateness or case.cancelling or case.state in (S.EXCEPTION, S.STALE, S.ATTEMPTED):
        return (C.WAIT, *_again(case), *_kept(case), *_back(case))
    return ()


def vests_on(case: OrderCase) -> dt.date:
    """Since when they may have their money back, if they cancel today."""
    return case.due.cancelled_on if case.unshipped_late and case.due else case.today


def refund_by(case: OrderCase) -> dt.date | None:
    """By when it must be sent back then; None where nothing was paid, or we do not know what."""
    if not case.facts.total or case.state == S.PAYMENT_DUE:
        return None
    return law.refund_by(vests_on(case))


def act_by(case: OrderCase, choice: Choice) -> dt.date:
    """By when one of us does what they chose."""
    within = TRACE_WITHIN if choice is C.NOT_HERE else ACT_WITHIN
    return add_business_days(case.today, within)


def options(case: OrderCase) -> tuple[Option, ...]:
    """Best first. Where a seller leaves no choice, a person asks for one."""
    if case.doubt:
        return ()
    mine = [one for one in may_choose(case) if one != case.facts.choice]
    found = [_WORDS[one](case) for one in mine]
    late = case.lost_to_us or case.state in (S.DISPUTED, S.EXCEPTION, S.STALE) or case.lateness
    if not late or case.state in UNSHIPPED or case.facts.choice is not None:
        return tuple(found)
    if C.REPLACE not in mine:
        found.append(_ask_again(case))
    if C.CANCEL not in mine and case.facts.total != 0:
        found.append(_ask_back(case))
    return tuple(sorted(found, key=lambda one: one.kind == C.TURNED_UP))


def _asked_to_wait(case: OrderCase) -> bool:
    late = case.lateness or case.unshipped_late or case.silence is Silence.CANCELS
    return bool(late or case.cancelling)


def _again(case: OrderCase) -> tuple[Choice, ...]:
    return (C.REPLACE,) if case.facts.source.resends else ()


def _back(case: OrderCase) -> tuple[Choice, ...]:
    return (C.CANCEL,) if case.facts.source.takes_back else ()


def _kept(case: OrderCase) -> tuple[Choice, ...]:
    moves = case.state in ON_THE_WAY and not case.hopeless
    return (C.COLLECT,) if moves and collected_at(case.carrier) else ()


def _option(case: OrderCase, choice: Choice, title: str, text: str, button: str) -> Option:
    url = f"/orders/{case.facts.id}/choices/{choice}/"
    return Option(kind=choice.value, title=title, text=text, url=url, button=button)


def _wait(case: OrderCase) -> Option:
    title = _("Keep the order") if case.cancelling else _("Keep waiting")
    return _option(case, C.WAIT, title, _silence(case), title)


def _silence(case: OrderCase) -> str:
    """What happens if they choose nothing."""
    if case.cancelling:
        return _("You can change your mind until the order is stopped.")
    if case.unshipped_late:
        return _("You can still choose to wait. You can cancel until it ships.")
    if case.silence is Silence.CANCELS and case.shipping and case.shipping.answer_by:
        return say(
            _("Tell us by {date}. If you say nothing, the order is cancelled."),
            date=day(case.shipping.answer_by, today=case.today),
        )
    return _("You do not have to choose now. If you do nothing, we keep trying.")


def _replace(case: OrderCase) -> Option:
    title = _("Send a replacement")
    text = say(
        _("We ask {seller} to send it again. You do not pay again. We tell you more by {date}."),
        seller=to_seller(case.facts),
        date=day(act_by(case, C.REPLACE), today=case.today),
    )
    return _option(case, C.REPLACE, title, text, title)


def _collect(case: OrderCase) -> Option:
    text = say(
        _("We ask {carrier} to keep it there. We tell you where and when by {date}."),
        carrier=carrier(case),
        date=day(act_by(case, C.COLLECT), today=case.today),
    )
    title = say(_("Collect it from {place}"), place=_(collected_at(case.carrier)))
    return _option(case, C.COLLECT, title, text, _("Collect it"))


def _cancel(case: OrderCase) -> Option:
    by, total = refund_by(case), case.facts.total
    title: str = _("Cancel the order")
    if by is not None and total:
        words = _("Cancel and get {amount} back by {date}")
        if by < case.today:
            words = _("Cancel. {amount} had to be sent back by {date}")
        title = say(words, amount=money(total), date=day(by, today=case.today))
    if case.state in UNSHIPPED:
        text = _("You can cancel until it ships. You do not have to say why.")
    elif case.state == S.DISPUTED or case.lost_to_us:
        text = _("You do not have to wait until we know more.")
    else:
        text = _("If it comes all the same, you do not have to take it.")
    return _option(case, C.CANCEL, title, text, _("Cancel the order"))


def _not_here(case: OrderCase) -> Option:
    text = join(
        _("Look around the door and ask your neighbors. If it is not there, tell us."),
        say(
            _("We find out, and tell you by {date}."),
            date=day(act_by(case, C.NOT_HERE), today=case.today),
        ),
    )
    return _option(case, C.NOT_HERE, _("It is not here"), text, _("Tell us it is not here"))


def _turned_up(case: OrderCase) -> Option:
    text = _("Then tell us, and we stop looking.")
    return _option(case, C.TURNED_UP, _("It is here now"), text, _("Tell us it is here"))


def _ask_again(case: OrderCase) -> Option:
    return Option(
        kind="replace",
        title=_("Ask for a replacement"),
        text=_("A person checks if it can be sent again, and tells you when it would arrive."),
        url=case.call_url,
        button=_("Ask for a replacement"),
    )


def _ask_back(case: OrderCase) -> Option:
    if case.lost_to_us or case.state == S.DISPUTED:
        title = button = _("Ask for your money back")
        text: str = say(
            _("A person asks {seller} for you, and tells you what you get back and by when."),
            seller=to_seller(case.facts),
        )
        return Option(kind="refund", title=title, text=text, url=case.call_url, button=button)
    text = _("A person tells you what you get back, and by when.")
    if case.facts.total and case.lateness:
        text = say(
            _("You get {amount} back. A person tells you by when."), amount=money(case.facts.total)
        )
    title, button = _("Cancel the order"), _("Ask to cancel")
    return Option(kind="cancel", title=title, text=text, url=case.call_url, button=button)


_WORDS = {
    C.WAIT: _wait,
    C.REPLACE: _replace,
    C.COLLECT: _collect,
    C.CANCEL: _cancel,
    C.NOT_HERE: _not_here,
    C.TURNED_UP: _turned_up,
}
