"""What the member has to do about an order, in exactly one sentence."""

from claims.answers.answer import Action
from claims.answers.order_case import OrderCase
from claims.answers.order_headline import carrier
from claims.answers.words import day, money, say
from claims.answers.words import gettext as _
from claims.deadlines.delay import Silence
from claims.facts import OrderState

S = OrderState


def action(case: OrderCase) -> Action:
    """Never empty: "You do not need to do anything now." counts."""
    if case.doubt or case.cancelling:
        return nothing_now()
    if asked := _choice(case):
        return asked
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
        sentence = _("You can cancel it and get your money back. You do not have to.")
        return Action(sentence=sentence, kind="choose")
    return nothing_now()


def _choice(case: OrderCase) -> Action | None:
    """What is theirs to choose, where it means something to say nothing or they wait to know."""
    if case.found_out:
        return Action(sentence=_("Read what we found out. You can choose what happens next."))
    if case.silence is Silence.CANCELS and case.shipping and case.shipping.answer_by:
        by = case.shipping.answer_by
        return Action(
            sentence=say(
                _("If you still want it, tell us by {date}."), date=day(by, today=case.today)
            ),
            due_on=by,
            kind="choose",
        )
    return None


def nothing_now() -> Action:
    return Action(sentence=_("You do not need to do anything now."))


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
