"""What people who help a member do not see of it: guarded, unknown, hidden, and what hangs on that.

A grant of its own shows one thing to one person. What belongs together is withheld together, so
that a part, an approval or a line in a ledger does not give away the rest. Counts and totals are
made of what is left, and so say nothing of it.
"""

from django.db.models import Model, Q, QuerySet
from django.db.models.functions import Coalesce

from accounts.models import HiddenThing, Level, SharedThing, TrustedPerson
from claims.facts import Guard


def is_open(who: TrustedPerson, subject: str) -> Q:
    """The thing itself is neither guarded nor hidden, or was shown to this person."""
    hidden = HiddenThing.objects.filter(member=who.member_id, subject=subject)
    shared = SharedThing.objects.filter(trusted_person=who, subject=subject)
    plain = Q(guard=Guard.NONE) & ~Q(pk__in=hidden.values("subject_id"))
    return plain | Q(pk__in=shared.values("subject_id"))


def claims_for(claims: QuerySet, who: TrustedPerson) -> QuerySet:
    """Those of a member's claims that this person may see."""
    return open_claims(claims, who) if who.allows(Level.SEE_CLAIMS) else claims.none()


def open_claims(claims: QuerySet, who: TrustedPerson) -> QuerySet:
    """Those that are open, and with them every version and all that belongs to the same care."""
    theirs = claims.model._base_manager.filter(member=who.member_id)
    closed = theirs.exclude(is_open(who, "claim"))
    return claims.exclude(
        Q(pk__in=closed.values("pk"))
        | Q(pk__in=closed.exclude(superseded_by=None).values("superseded_by"))
        | Q(superseded_by__in=closed.values("pk"))
        | _same(closed, "external_key", "replaces_key")
        | _same(closed, "replaces_key", "external_key")
        | _same(closed, "patient_account", "patient_account")
        | _same(closed, "authorization_number", "authorization_number")
    )


def _same(closed: QuerySet, column: str, other: str) -> Q:
    """Its ``column`` names what the ``other`` of something closed names."""
    named = closed.exclude(**{other: ""}).values(other)
    return Q(**{f"{column}__in": named})


def orders_for(orders: QuerySet, who: TrustedPerson) -> QuerySet:
    """Those of a member's orders that this person may see."""
    return orders.filter(is_open(who, "order")) if who.allows(Level.SEE_ORDERS) else orders.none()


def balances_for(balances: QuerySet, who: TrustedPerson) -> QuerySet:
    """Those of a member's accounts that this person may see: each whole, as its sum is, or not."""
    if not who.allows(Level.SEE_BALANCE):
        return balances.none()
    return balances.filter(is_open(who, "balance")).exclude(
        pk__in=_telling_lines(who).values("balance")
    )


def _telling_lines(who: TrustedPerson) -> QuerySet:
    """Lines about a claim or an order of the member's that this person may not see."""
    from claims.models.claim import Claim
    from claims.models.ledger_entry import LedgerEntry
    from claims.models.order import Order

    claims = Claim.objects.filter(member=who.member_id)
    shown = open_claims(claims, who)
    orders = Order.objects.filter(member=who.member_id)
    closed_orders = orders.exclude(is_open(who, "order"))
    closed = claims.exclude(pk__in=shown.values("pk")).exclude(number="")
    lines = LedgerEntry.objects.filter(balance__member=who.member_id).annotate(
        head=Coalesce("claim__superseded_by", "claim")
    )
    return lines.filter(
        (Q(claim__isnull=False) & ~Q(head__in=shown.values("pk")))
        | Q(claim_number__in=closed.values("number"))
        | Q(order__in=closed_orders.values("pk"))
        | Q(order_number__in=closed_orders.exclude(number="").values("number"))
    )


def together(claim: Model) -> QuerySet:
    """A claim, its versions and what belongs to the same care: shown and hidden as one."""
    named = Q(pk=claim.pk) | Q(superseded_by=claim.pk)
    if claim.superseded_by_id:
        named |= Q(pk=claim.superseded_by_id)
    for column, other in (
        ("external_key", "replaces_key"),
        ("replaces_key", "external_key"),
        ("patient_account", "patient_account"),
        ("authorization_number", "authorization_number"),
    ):
        if value := getattr(claim, column):
            named |= Q(**{other: value})
    return type(claim)._base_manager.filter(named, member=claim.member_id)
