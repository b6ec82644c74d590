"""Deductibles, limits and shares in words: one row for each thing that a plan counts."""

from django.utils.translation import gettext_noop as _
from msgspec import Struct

from claims.explanations.reason import Words
from claims.facts import AccumulatorKind, Network, Span

K, N = AccumulatorKind, Network


class Paid(Struct, frozen=True, kw_only=True):
    """How much of a deductible is paid, by what was stated of it."""

    used: Words
    reached: Words
    left: Words
    part: Words
    limit: Words


NAMES = {
    (K.DEDUCTIBLE, N.UNSTATED): _("deductible"),
    (K.DEDUCTIBLE, N.ANY): _("deductible"),
    (K.DEDUCTIBLE, N.IN): _("deductible for in-network care"),
    (K.DEDUCTIBLE, N.OUT): _("deductible for out-of-network care"),
    (K.OUT_OF_POCKET, N.UNSTATED): _("out-of-pocket limit"),
    (K.OUT_OF_POCKET, N.ANY): _("out-of-pocket limit"),
    (K.OUT_OF_POCKET, N.IN): _("out-of-pocket limit for in-network care"),
    (K.OUT_OF_POCKET, N.OUT): _("out-of-pocket limit for out-of-network care"),
}
#: By whether it is counted over a year, and whether the whole family shares it.
WORDS = {
    (True, False): Paid(
        used=_("You have paid {used} of {limit} this year toward your {name}."),
        reached=_("You have reached your {name} this year."),
        left=_("You have {left} left to pay this year toward your {name}."),
        part=_("You have paid {used} this year toward your {name}."),
        limit=_("Your {name} is {limit} a year."),
    ),
    (False, False): Paid(
        used=_("You have paid {used} of {limit} toward your {name}."),
        reached=_("You have reached your {name}."),
        left=_("You have {left} left to pay toward your {name}."),
        part=_("You have paid {used} toward your {name}."),
        limit=_("Your {name} is {limit}."),
    ),
    (True, True): Paid(
        used=_("Your family has paid {used} of {limit} this year toward its {name}."),
        reached=_("Your family has reached its {name} this year."),
        left=_("Your family has {left} left to pay this year toward its {name}."),
        part=_("Your family has paid {used} this year toward its {name}."),
        limit=_("Your family's {name} is {limit} a year."),
    ),
    (False, True): Paid(
        used=_("Your family has paid {used} of {limit} toward its {name}."),
        reached=_("Your family has reached its {name}."),
        left=_("Your family has {left} left to pay toward its {name}."),
        part=_("Your family has paid {used} toward its {name}."),
        limit=_("Your family's {name} is {limit}."),
    ),
}
COVERED = {
    Span.YEAR: _("Your plan covers up to {amount} a year of this: {care}."),
    Span.LIFETIME: _("Your plan covers up to {amount} in your life of this: {care}."),
    Span.UNSTATED: _("Your plan covers up to {amount} of this: {care}."),
}
SHARES = {
    (K.COPAY, N.UNSTATED): _("You pay {amount} each time."),
    (K.COPAY, N.ANY): _("You pay {amount} each time."),
    (K.COPAY, N.IN): _("You pay {amount} each time for in-network care."),
    (K.COPAY, N.OUT): _("You pay {amount} each time for out-of-network care."),
    (K.COINSURANCE, N.UNSTATED): _("You pay {amount} of the cost."),
    (K.COINSURANCE, N.ANY): _("You pay {amount} of the cost."),
    (K.COINSURANCE, N.IN): _("You pay {amount} of the cost of in-network care."),
    (K.COINSURANCE, N.OUT): _("You pay {amount} of the cost of out-of-network care."),
}
MEANT = {
    K.DEDUCTIBLE: _("A deductible is what you pay before your plan starts to pay."),
    K.OUT_OF_POCKET: _("An out-of-pocket limit is the most that covered care can cost you."),
}
