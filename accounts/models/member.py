"""A person covered by the plan, whether or not they have ever signed in."""

import datetime as dt
from typing import TYPE_CHECKING, ClassVar, Self
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.lookups import IsNull
from django.utils.translation import gettext_lazy as _

from accounts.age import adult_on
from accounts.models.key import RandomUuid, key

if TYPE_CHECKING:
    from accounts.models.trusted_person import TrustedPerson

E164 = r"^\+[1-9][0-9]{6,14}$"


def known_time_zone(name: str) -> None:
    """Refuse a name that the IANA time zone database does not hold."""
    if name not in available_timezones():
        raise ValidationError(_("This is not a time zone we know."))


def spellings(number: str) -> set[str]:
    """A member number as it may stand in our books, however it was typed."""
    bare = number.strip().upper()
    return {number.strip(), bare, bare.replace("-", "").replace(" ", "")}


class MemberQuerySet(models.QuerySet):
    def may_join(self) -> Self:
        """People on the plan who do not sign in yet."""
        return self.filter(user=None).exclude(number="")

    def with_number(self, typed: str, born_on: dt.date) -> "Member | None":
        """Whom this number and date of birth name, however the number was typed."""
        return self.filter(number__in=spellings(typed), born_on=born_on).first()

    def known_as(self, typed: str) -> "Member | None":
        """Whom a member number or an e-mail address names, for staff who may ask; else nobody."""
        if "@" not in typed:
            return self.exclude(number="").filter(number__in=spellings(typed)).first()
        signs_in = self.filter(user__email__iexact=typed.strip()).first()
        return signs_in or self.with_email(typed.strip())

    def with_email(self, email: str) -> "Member | None":
        """Whom this address on file names; nobody when it names several, such as a family."""
        on_file = Address.objects.filter(kind=Address.Kind.EMAIL, value__iexact=email)
        found = self.filter(pk__in=on_file.values("member"))[:2]
        return found[0] if len(found) == 1 else None


class Member(models.Model):
    """One person. ``number`` is "" until the enrolment feed introduces them.

    A claim may arrive before its patient is enrolled: then a member without number, name or user
    holds it, so that nothing is lost and nobody sees it. Times are shown in ``time_zone``.
    ``keeps_activity`` follows from what they chose (`accounts.models.persona`), and is here because
    each page loads it anyway.
    ``subject`` is the random name by which the consent ledger and the use log know them: it says
    nothing, and the row that holds it is the only link.
    ``acting`` is by whose help this one was loaded: ``for_member`` then leaves out what they may
    not see.
    """

    acting: "TrustedPerson | None" = None

    class Language(models.TextChoices):
        ENGLISH = "en", "English"
        SPANISH = "es", "Español"

    class Theme(models.TextChoices):
        SYSTEM = "system", _("Same as my device")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    id = key()
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="member",
    )
    number = models.CharField(_("member number"), max_length=40, blank=True)
    preferred_name = models.CharField(_("what we call you"), max_length=100, blank=True)
    legal_name = models.CharField(_("legal name"), max_length=200, blank=True)
    pronunciation = models.CharField(_("how to say it"), max_length=100, blank=True)
    language = models.CharField(
        _("language"), max_length=5, choices=Language, default=Language.ENGLISH
    )
    time_zone = models.CharField(
        _("time zone"),
        max_length=50,
        default="America/New_York",
        validators=[known_time_zone],
    )
    theme = models.CharField(_("colors"), max_length=6, choices=Theme, default=Theme.SYSTEM)
    born_on = models.DateField(null=True, blank=True)
    keeps_activity = models.BooleanField(default=False, db_default=False, editable=False)
    made_at = models.DateTimeField(auto_now_add=True)
    subject = models.UUIDField(unique=True, editable=False, db_default=RandomUuid())

    objects = MemberQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                "number", condition=~Q(number=""), name="one_member_per_number"
            ),
            models.CheckConstraint(
                condition=Q(user=None) | ~Q(number=""),
                name="only_enrolled_members_sign_in",
                violation_error_message=_("Only people on the plan can sign in."),
            ),
        ]

    def __str__(self) -> str:
        return f"member {self.pk}"

    @property
    def name(self) -> str:
        """What we call them."""
        return self.preferred_name or self.legal_name

    @property
    def of_age_at(self) -> dt.datetime | None:
        """From when they decide alone: midnight where they are. None while we do not know it."""
        if self.born_on is None:
            return None
        return dt.datetime.combine(adult_on(self.born_on), dt.time(), ZoneInfo(self.time_zone))

    def preferred_phone(self) -> str:
        """The number to call first (E.164), or "" when we have none. One query."""
        numbers = self.phones.order_by("-preferred", "pk").values_list("number", flat=True)
        return numbers.first() or ""

    def verified_phone(self) -> str:
        """The same, but only a number of which we know that it is theirs. One query."""
        proven = self.phones.exclude(verified_at=None).order_by("-preferred", "pk")
        return proven.values_list("number", flat=True).first() or ""

    def known_phone(self) -> str:
        """A number that is proved before one that is not, else the preferred. One query."""
        numbers = self.phones.order_by(IsNull(F("verified_at"), True), "-preferred", "pk")
        return numbers.values_list("number", flat=True).first() or ""


class MemberIdentifier(models.Model):
    """How an outside system names a member: (system, value) of a FHIR Identifier and alike."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="identifiers")
    system = models.CharField(max_length=200)
    value = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("system", "value", name="an_identifier_names_one_member"),
            models.CheckConstraint(condition=~Q(value=""), name="an_identifier_has_a_value"),
        ]

    def __str__(self) -> str:
        return f"identifier {self.pk}"


class Phone(models.Model):
    """A number to reach a member, as E.164 ("+13125550142")."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="phones")
    number = models.CharField(_("phone number"), max_length=16)
    label = models.CharField(max_length=30, blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    preferred = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(number__regex=E164),
                name="phones_are_e164",
                violation_error_message=_("Enter the number with its country code."),
            ),
            models.UniqueConstraint("member", "number", name="a_member_has_a_number_once"),
            models.UniqueConstraint(
                "member", condition=Q(preferred=True), name="one_preferred_phone"
            ),
        ]
        indexes: ClassVar = [models.Index("number", name="whose_phone_it_is")]

    def __str__(self) -> str:
        return f"phone {self.pk}"


class Address(models.Model):
    """Where else to reach a member: an e-mail address or a postal one (one line per line)."""

    class Kind(models.TextChoices):
        EMAIL = "email", _("e-mail")
        POST = "post", _("post")

    member = models.ForeignKey(Member, models.CASCADE, related_name="addresses")
    kind = models.CharField(max_length=5, choices=Kind)
    value = models.TextField()
    verified_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "addresses"
        constraints: ClassVar = [
            models.UniqueConstraint("member", "kind", "value", name="a_member_has_an_address_once"),
            models.CheckConstraint(condition=Q(kind__in=["email", "post"]), name="address_kinds"),
            models.CheckConstraint(condition=~Q(value=""), name="an_address_has_a_value"),
        ]

    def __str__(self) -> str:
        return f"address {self.pk}"
