"""A date that a member was told about a claim or an order, and whether it was kept."""

import datetime as dt
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import JSONArray

from accounts.models import Member, User
from claims.answers.answer import TO_COME
from claims.date_kind import DateKind
from claims.facts import HELD_TO, OURS, Delay, Outcome, Said
from claims.models.claim import Claim, choices
from claims.models.source import Source

BROKEN_OR_NEWS = Q(outcome=Outcome.BROKEN) | Q(outcome=Outcome.OPEN, kind=DateKind.NEWS)


class PromiseQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(outcome=Outcome.OPEN)

    def broken(self) -> Self:
        return self.filter(outcome=Outcome.BROKEN)

    def unheeded(self) -> Self:
        """Broken, and nobody has told the member yet; the oldest first.

        This is the queue of the layer above: take rows (``select_for_update(skip_locked=True)``),
        act, and call `Promise.heed` in the same transaction.
        """
        return self.broken().filter(heeded_at=None).order_by("pk")

    def undated(self) -> Self:
        """Members were told by when we say more, and nobody has done so."""
        later = Promise.objects.filter(claim=OuterRef("claim"), number__gt=OuterRef("number"))
        waits = self.open().filter(kind=DateKind.NEWS, seen=True, heeded_at=None)
        return waits.filter(~Exists(later)).annotate(new_on=Value(None, models.DateField()))

    def late(self) -> Self:
        """Told, broken, and still waited for, where the member was not told so or has no new date
        of ours; ``new_on`` is the one they have. One row a thing: the last date that was broken.
        """
        of_it = Promise.objects.filter(
            Q(claim=OuterRef("claim")) | Q(order=OuterRef("order")), number__gt=OuterRef("number")
        )
        return (
            self.broken()
            .filter(over_at=None, seen=True)
            .alias(broken_again=Exists(of_it.filter(outcome=Outcome.BROKEN, seen=True)))
            .annotate(new_on=Subquery(of_it.open().order_by("-number").values("due_on")[:1]))
            .filter(Q(heeded_at=None) | Q(new_on=None, kind__in=list(OURS)), broken_again=False)
        )


class Promise(models.Model):
    """What was said is never changed; only ``outcome`` and what follows it are filled in later.

    ``number`` counts the dates said about one thing, so that two pages that say the same one at
    once store it once. ``part`` is the parcel it is about. ``segment`` is what kind of thing it
    is, never who it is about. ``basis`` is whose date it is: PROMISE of a seller, of a payment that
    is set, or of ourselves; then ``said_by`` is who named it. ``seen``: the member was told it;
    else it was noted at night. ``fact`` names what settled it.

    Of a broken one, ``heeded_at`` is when the member was told that we are late (``heeded_by``: by
    whom, None by a message; of NEWS, when somebody told them more), and ``over_at`` when nobody
    waited for it any more.
    """

    member = models.ForeignKey(Member, models.PROTECT, related_name="dates_said", db_index=False)
    claim = models.ForeignKey(
        Claim, models.PROTECT, null=True, blank=True, related_name="promises", db_index=False
    )
    order = models.ForeignKey(
        "claims.Order",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="promises",
        db_index=False,
    )
    source = models.ForeignKey(Source, models.PROTECT, related_name="promises", db_index=False)
    segment = models.CharField(max_length=300, blank=True)
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=choices(HELD_TO))
    basis = models.CharField(max_length=10, choices=choices(TO_COME))
    part = models.CharField(max_length=120, blank=True)
    due_on = models.DateField()
    said_on = models.DateField()  # where the member is
    said_at = models.DateTimeField()
    seen = models.BooleanField()
    share = models.PositiveSmallIntegerField(null=True, blank=True)  # in a hundred
    cases = models.PositiveIntegerField(default=0)
    model = models.CharField(max_length=60, blank=True)
    was_on = models.DateField(null=True, blank=True)
    delay = models.CharField(max_length=12, choices=choices(Delay), blank=True)
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )

    outcome = models.CharField(max_length=10, choices=choices(Outcome), default=Outcome.OPEN)
    settled_on = models.DateField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    fact = models.CharField(max_length=60, blank=True)
    over_at = models.DateTimeField(null=True, blank=True)
    heeded_at = models.DateTimeField(null=True, blank=True)
    heeded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )

    objects = PromiseQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("claim", "number", name="a_date_of_a_claim_is_said_once"),
            models.UniqueConstraint("order", "number", name="a_date_of_an_order_is_said_once"),
            models.CheckConstraint(
                condition=Q(claim=None) ^ Q(order=None), name="a_promise_is_about_one_thing"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="promises_count_from_one"),
            models.CheckConstraint(
                condition=Q(kind__in=list(HELD_TO), basis__in=list(TO_COME)),
                name="a_promise_is_one_we_are_held_to",
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("said_on")), name="no_past_date_is_promised"
            ),
            models.CheckConstraint(
                condition=Q(basis="estimate", share__range=(1, 99))
                | ~Q(basis="estimate") & Q(share=None),
                name="an_estimate_says_its_share",
            ),
            models.CheckConstraint(
                condition=Q(delay__in=list(Delay)) & (Q(delay="") | Q(was_on__isnull=False)),
                name="what_moved_says_why",
            ),
            models.CheckConstraint(
                condition=Q(
                    outcome="open",
                    settled_on=None,
                    settled_at=None,
                    over_at=None,
                    fact="",
                )
                & (Q(heeded_at=None) | Q(kind="news"))
                | Q(
                    outcome__in=["kept", "broken", "withdrawn"],
                    settled_on__isnull=False,
                    settled_at__isnull=False,
                ),
                name="a_promise_is_open_or_settled",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="kept") | Q(settled_on__lte=F("due_on")),
                name="kept_means_in_time",
            ),
            models.CheckConstraint(
                condition=Q(said_by=None) | Q(basis="promise", kind__in=list(OURS)),
                name="staff_name_days_of_ours",
            ),
            models.CheckConstraint(
                condition=Q(heeded_by=None) | Q(heeded_at__isnull=False),
                name="who_told_of_it_did_so_at_a_time",
            ),
        ]
        indexes: ClassVar = [
            models.Index("due_on", name="promises_by_day"),
            models.Index("due_on", condition=Q(outcome="open"), name="open_promises"),
            models.Index("settled_at", condition=Q(outcome="broken"), name="broken_promises"),
            models.Index(
                "id", condition=Q(outcome="broken", heeded_at=None), name="unheeded_promises"
            ),
            models.Index(
                "due_on", "id", condition=Q(outcome="broken", over_at=None), name="late_promises"
            ),
        ]

    def __str__(self) -> str:
        return f"promise {self.pk}"

    @property
    def subject(self) -> str:
        return "claim" if self.claim_id else "order"

    @property
    def thing(self) -> models.Model:
        return self.claim or self.order

    def heed(self, *, at: dt.datetime, by: User | None = None) -> bool:
        """Note that the member was told that we are late, or more. False: they were before."""
        to_tell = Promise.objects.filter(BROKEN_OR_NEWS, pk=self.pk, heeded_at=None)
        return bool(to_tell.update(heeded_at=at, heeded_by=by))


def newest_of_order() -> Subquery:
    """The newest date said about each order of a query, as `Said` is written; no further query."""
    said = Promise.objects.filter(order=OuterRef("pk")).order_by("-number")
    return Subquery(said.values(json=JSONArray(*Said.__struct_fields__))[:1])
