"""Reasons that explain a price and refuse nothing: shares, discounts, other plans."""

from django.utils.translation import gettext_noop as _

from claims.explanations.reason import Actor, Appeal, Reason

PRICES = (
    Reason(
        id="deductible",
        carcs=("1",),
        because=_("This part counts toward your deductible."),
        what_next=_("Pay it when the provider sends you a bill."),
        actor=Actor.MEMBER,
        appeal=Appeal.NONE,
    ),
    Reason(
        id="coinsurance",
        carcs=("2",),
        because=_("This part is your coinsurance: your share of the price."),
        what_next=_("Pay it when the provider sends you a bill."),
        actor=Actor.MEMBER,
        appeal=Appeal.NONE,
    ),
    Reason(
        id="copay",
        carcs=("3",),
        because=_("This part is your copay: a fixed amount for each visit."),
        what_next=_("Pay it if you did not pay it at the visit."),
        actor=Actor.MEMBER,
        appeal=Appeal.NONE,
    ),
    Reason(
        id="discount",
        carcs=("42", "45", "131", "A2"),
        because=_("This is a discount that your plan agreed with the provider."),
        appeal=Appeal.NONE,
    ),
    Reason(
        id="above-our-price",
        carcs=("42", "45", "131", "A2"),
        group="PR",
        because=_("The provider charged more than your plan's price for this service."),
        what_next=_("Ask the provider if they will accept your plan's price."),
        actor=Actor.MEMBER,
        appeal=Appeal.SMALL,
    ),
    Reason(
        id="other-plan-paid",
        carcs=("23",),
        because=_("This shows what your other plan paid or took off."),
        appeal=Appeal.NONE,
    ),
    Reason(
        id="fixed-payment",
        carcs=("24",),
        because=_("Your plan pays this provider a fixed amount for your care."),
        appeal=Appeal.NONE,
    ),
    Reason(
        id="early-payment",
        carcs=("44",),
        because=_("The provider gave a discount for early payment."),
        appeal=Appeal.NONE,
    ),
    Reason(
        id="medicine-price",
        carcs=("90", "91"),
        because=_("The price of the medicine was set by your plan."),
        appeal=Appeal.NONE,
    ),
    Reason(
        id="price-above-bill",
        carcs=("94",),
        because=_("Your plan's price is higher than the provider's bill."),
        owes=_("This does not add to what you owe."),
        appeal=Appeal.NONE,
    ),
    Reason(
        id="paid-to-you",
        carcs=("100",),
        because=_("The payment for this service was sent to you."),
        what_next=_("Use it to pay the provider."),
        actor=Actor.MEMBER,
        appeal=Appeal.NONE,
    ),
    Reason(
        id="estimate",
        carcs=("101",),
        because=_("This is an estimate, made before the care."),
        appeal=Appeal.NONE,
    ),
    Reason(
        id="held-back",
        carcs=("104",),
        because=_("Your plan holds back part of the provider's payment."),
        appeal=Appeal.NONE,
    ),
    Reason(
        id="provider-terms",
        carcs=("144",),
        because=_("Terms between your plan and the provider change this payment."),
        appeal=Appeal.NONE,
    ),
    Reason(
        id="spending-account",
        carcs=("187",),
        because=_("Your health spending account paid this part."),
        owes=_("You do not owe this part."),
        appeal=Appeal.NONE,
    ),
    Reason(
        id="federal-reduction",
        carcs=("253",),
        because=_("Federal law reduces what the provider is paid."),
        appeal=Appeal.NONE,
    ),
    Reason(
        id="payer-reduction",
        carcs=("A7",),
        because=_("Your plan reduced what it pays the provider."),
        appeal=Appeal.NONE,
    ),
)
