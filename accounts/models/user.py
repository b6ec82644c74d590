"""Anyone who signs in: a member, or someone who works for members."""

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.clock import now


class Role(models.TextChoices):
    """What someone is here to do. One role a user; a specialist who is insured has two users."""

    MEMBER = "member", _("Member")
    SPECIALIST = "specialist", _("Specialist")
    SUPERVISOR = "supervisor", _("Supervisor")
    PRIVACY_OFFICER = "privacy_officer", _("Privacy officer")
    OPERATOR = "operator", _("Operator")


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)

    def made_up(self) -> "models.QuerySet[User]":
        """The people of the demo."""
        return self.filter(is_active=True).exclude(demo_story="")

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Save a user; without a password nobody can sign in by one."""
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Save an operator who may do everything."""
        everything = {"role": Role.OPERATOR, "is_staff": True, "is_superuser": True}
        return self.create_user(email, password, **everything | fields)


class User(AbstractBaseUser, PermissionsMixin):
    """``joins`` is the member they signed up as; it counts once their e-mail is confirmed.

    ``demo_story`` says in a sentence who a made-up person is; only such people have one, and only
    they can be signed in by a click, in the demo.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("email address"))
    role = models.CharField(max_length=16, choices=Role, default=Role.MEMBER)
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=now, editable=False)
    joins = models.ForeignKey(
        "accounts.Member",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )
    demo_story = models.CharField(max_length=300, blank=True, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

    class Meta:
        constraints = (
            models.UniqueConstraint(Lower("email"), name="user_email_unique_ignoring_case"),
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values), name="user_role_is_known"
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)
