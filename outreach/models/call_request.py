"""A member asks to be called; a specialist sees it and calls."""

import datetime as dt
from typing import Any, ClassVar, Self
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.clock import now
from accounts.models import Member, TrustedPerson, User
from accounts.models.key import key
from accounts.models.member import E164
from claims.answers.promise import call_by


def address(pk: UUID) -> str:
    return f"/calls/{pk}/"


class CallRequestQuerySet(models.QuerySet):
    def for_member(self, member: Member) -> Self:
        """This member's; for somebody who helps them only what they asked for themselves."""
        theirs = self.filter(member=member)
        return theirs.filter(asked_by=member.acting) if member.acting else theirs

    def asked_by_reader(self, member: Member) -> Self:
        """What whoever reads asked for: the member, or the person who helps them."""
        return self.filter(member=member, asked_by=member.acting)

    def still_meant(self) -> Self:
        """Without those of people who help no more, whoever or whatever day ended it: nobody calls
        them about the member."""
        over = TrustedPerson.objects.over(now()).filter(pk=OuterRef("asked_by"))
        return self.exclude(Q(asked_by__isnull=False) & Exists(over))

    def open(self) -> Self:
        return self.filter(called_at=None, cancelled_at=None)

    def to_call(self) -> Self:
        """Open ones with their members, the soonest promise first."""
        meant = self.open().still_meant().select_related("member", "asked_by__member")
        return meant.order_by("call_by", "pk")

    def ask(self, member: Member, at: dt.datetime, **fields: Any) -> "CallRequest":
        """The open request about this subject: a new one, or the one from before.

        A double click finds the first click's, because the database holds one open at most. A
        later note joins the first one; anything else typed later, like the number, replaces it.
        """
        about = {name: fields.pop(name, None) for name in ("subject", "subject_id")}
        about["subject"] = about["subject"] or ""
        asked, is_new = self.get_or_create(
            member=member,
            asked_by=member.acting,
            called_at=None,
            cancelled_at=None,
            **about,
            defaults={**fields, "asked_at": at, "call_by": call_by(at)},
        )
        if not is_new:
            asked.say_too(fields.pop("note", ""))
            asked.say_anew(**fields)
        return asked


class CallRequest(models.Model):
    """Open until a specialist has called or the member cancels; each ending has a time.

    ``asked_by`` is who helps the member and is called in their place; None for the member.
    ``subject`` says what it is about ("" = nothing in particular); the case travels with it so
    that nobody starts from the beginning. ``phone`` is E.164.
    """

    class Subject(models.TextChoices):
        NOTHING = "", _("Something else")
        CLAIM = "claim", _("A claim")
        ORDER = "order", _("An order")
        BALANCE = "balance", _("My balance")

    class Way(models.TextChoices):
        PHONE = "phone", _("Phone")
        INTERPRETER = "interpreter", _("Phone with an interpreter")
        SIGN_LANGUAGE = "sign_language", _("Sign language video")
        TEXT_RELAY = "text_relay", _("Text relay")

    id = key()
    member = models.ForeignKey(Member, models.PROTECT, related_name="call_requests")
    asked_by = models.ForeignKey(
        TrustedPerson, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    subject = models.CharField(_("What is it about?"), max_length=10, choices=Subject, blank=True)
    subject_id = models.UUIDField(null=True, blank=True, editable=False)
    phone = models.CharField(_("Phone number"), max_length=16)
    best_time = models.CharField(_("When is a good time?"), max_length=200, blank=True)
    say_who = models.BooleanField(_("Can we say who is calling?"), default=True)
    voicemail = models.BooleanField(_("Can we leave a voicemail?"), default=False)
    way = models.CharField(
        _("How do you want to talk?"), max_length=15, choices=Way, default=Way.PHONE
    )
    interpreter_language = models.CharField(_("Which language?"), max_length=60, blank=True)
    speaker = models.CharField(_("Does someone else talk for you?"), max_length=120, blank=True)
    note = models.TextField(
        _("Do you want us to know anything first?"), max_length=2000, blank=True
    )
    asked_at = models.DateTimeField(editable=False)
    call_by = models.DateTimeField(editable=False)
    called_at = models.DateTimeField(null=True, blank=True, editable=False)
    called_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    cancelled_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = CallRequestQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(phone__regex=E164), name="call_request_phones_are_e164"
            ),
            models.UniqueConstraint(
                "member",
                "asked_by",
                "subject",
                "subject_id",
                condition=Q(called_at=None, cancelled_at=None),
                nulls_distinct=False,
                name="one_open_call_request_per_subject",
                violation_error_message=_("You already asked us to call about this."),
            ),
            models.CheckConstraint(
                condition=Q(called_at=None, called_by=None)
                | Q(called_at__isnull=False, called_by__isnull=False),
                name="a_call_has_a_time_and_a_person",
            ),
            models.CheckConstraint(
                condition=Q(called_at=None) | Q(cancelled_at=None),
                name="a_call_request_ends_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                "call_by",
                "id",
                condition=Q(called_at=None, cancelled_at=None),
                name="calls_to_make",
            )
        ]

    def __str__(self) -> str:
        return f"call request {self.pk}"

    def get_absolute_url(self) -> str:
        return address(self.pk)

    @property
    def reference(self) -> str:
        """Short enough to say on the phone: the last, random part of the key."""
        last = str(self.pk)[-8:].upper()
        return f"{last[:4]}-{last[4:]}"

    def say_too(self, note: str) -> None:
        """Add to what the caller should know first, once; NUL left out, as no database holds it."""
        note = note.replace("\0", "")
        if note and note not in self.note:
            self.note = "\n".join(filter(None, (self.note, note)))[:2000]
            CallRequest.objects.filter(pk=self.pk).update(note=self.note)

    def say_anew(self, **typed: Any) -> None:
        """Take what was typed last; a field left empty keeps what it was."""
        newest = {name: value for name, value in typed.items() if value != ""}
        for name, value in newest.items():
            setattr(self, name, value)
        if newest:
            CallRequest.objects.filter(pk=self.pk).update(**newest)

    def call(self, *, by: User) -> bool:
        """Note that someone called. Return False if it had already ended."""
        return self._end(called_at=now(), called_by=by)

    def cancel(self) -> bool:
        """Take the request back. Return False if it had already ended."""
        return self._end(cancelled_at=now())

    def _end(self, **ending: Any) -> bool:
        # One UPDATE decides the race between the member and a specialist: whoever comes second
        # changes no row.
        ended = CallRequest.objects.open().filter(pk=self.pk).update(**ending)
        self.refresh_from_db()
        return bool(ended)
