"""What the member has to do about an order, in exactly one sentence, and what they can choose."""

from claims.answers.answer import Action, Option
from claims.answers.order_case import Lateness, OrderCase
from claims.answers.order_headline import carrier, to_seller
from claims.answers.words import gettext as _
from claims.answers.words import money, say
from claims.facts import OrderState

S = OrderState


def action(case: OrderCase) -> Action:
    """Never empty: "You do not need to do anything now." counts."""
    if case.doubt:
        return nothing_now()
    if case.state == S.PAYMENT_DUE:
        return _pay(case)
    if case.state == S.PICKUP_READY:
        return Action(sentence=_collect(case), required=True, kind="collect")
    if case.state == S.EXCEPTION and case.trouble.ask:
        return Action(
            sentence=say(_(case.trouble.ask), carrier=carrier(case)), required=True, kind="call"
        )
    if case.state == S.ATTEMPTED:
        return Action(
            sentence=say(
                _("You can choose a new day with {carrier} if you want to. You do not have to."),
                carrier=carrier(case),
            )
        )
    if case.unshipped_late:
        return Action(
            sentence=say(
                _("You can ask {seller} for your money back. You do not have to."),
                seller=to_seller(case.facts),
            ),
            kind="call",
        )
    return nothing_now()


def nothing_now() -> Action:
    return Action(sentence=_("You do not need to do anything now."))


def options(case: OrderCase) -> tuple[Option, ...]:
    """What the member can choose; none of it is pressed on them."""
    if case.doubt:
        return ()
    if case.state == S.DELIVERED:
        return (_not_here(case),)
    if case.state in (S.PLACED, S.LABEL_CREATED):
        return (_cancel(case),)
    if case.lost_to_us or case.state == S.DISPUTED:
        return (_replace(case), _refund(case)) if case.facts.total != 0 else (_replace(case),)
    if case.lateness or case.state in (S.EXCEPTION, S.STALE):
        return (_wait(), _replace(case), _cancel(case))
    return ()


def _pay(case: OrderCase) -> Action:
    if case.facts.total:
        sentence: str = say(
            _("You need to pay {amount} before it ships."), amount=money(case.facts.total)
        )
    else:
        sentence = _("You need to pay for it before it ships.")
    return Action(sentence=sentence, required=True, kind="pay")


def _collect(case: OrderCase) -> str:
    place = _place(case)
    if place:
        return say(_("You need to collect it. It is at {place}."), place=place)
    return say(
        _("You need to collect it from {carrier}."), carrier=case.carrier or _("the carrier")
    )


def _place(case: OrderCase) -> str:
    steps = case.parcel.steps if case.parcel else ()
    return next((step.place for step in steps if step.state == S.PICKUP_READY), "")


def _wait() -> Option:
    return Option(
        kind="wait",
        title=_("Keep waiting"),
        text=_("You do not have to choose now. If you do nothing, the order stays as it is."),
    )


def _replace(case: OrderCase) -> Option:
    return Option(
        kind="replace",
        title=_("Ask for a replacement"),
        text=_("A person checks if it can be sent again, and tells you when it would arrive."),
        url=case.call_url,
        button=_("Ask for a replacement"),
    )


def _cancel(case: OrderCase) -> Option:
    if case.facts.total and case.lateness != Lateness.NONE:
        text: str = say(
            _("You get {amount} back. A person tells you by when."), amount=money(case.facts.total)
        )
    elif case.words.moving or case.state == S.STALE:
        text = _("A person tells you what you get back, and by when.")
    else:
        text = _("You can cancel until it ships. A person does it with you.")
    return Option(
        kind="cancel",
        title=_("Cancel the order"),
        text=text,
        url=case.call_url,
        button=_("Ask to cancel"),
    )


def _refund(case: OrderCase) -> Option:
    return Option(
        kind="refund",
        title=_("Ask for your money back"),
        text=say(
            _("A person asks {seller} for you, and tells you what you get back and by when."),
            seller=to_seller(case.facts),
        ),
        url=case.call_url,
        button=_("Ask for your money back"),
    )


def _not_here(case: OrderCase) -> Option:
    return Option(
        kind="not_here",
        title=_("It is not here"),
        text=_("Look around the door and ask your neighbors. If it is not there, tell us."),
        url=case.call_url,
        button=_("Tell us it is not here"),
    )
