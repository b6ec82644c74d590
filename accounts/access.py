"""Who may open a page. Signing in is asked for everywhere; these ask for more.

A wrong role is 403, in plain words; another member's thing is 404, by starting from the member.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.urls import reverse

from accounts.models import Role, User

View = Callable[..., HttpResponseBase]


def member_required(view: View) -> View:
    """Only someone on the plan: the view may rely on ``request.member``."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.member is None:  # type: ignore[attr-defined]
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def role_required(*roles: Role) -> Callable[[View], View]:
    """Only people with one of these roles."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.user.role not in roles:  # type: ignore[union-attr]
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate


helper_required = role_required(Role.MEMBER)
"""Somebody who may help a member: not one of staff, whether or not they are on a plan."""

CALLERS = (Role.SPECIALIST, Role.SUPERVISOR)

specialist_required = role_required(*CALLERS)
checker_required = role_required(*CALLERS, Role.OPERATOR)
settler_required = role_required(Role.SUPERVISOR, Role.OPERATOR)
staff_required = role_required(*(role for role in Role if role != Role.MEMBER))
privacy_officer_required = role_required(Role.PRIVACY_OFFICER)
rules_required = role_required(Role.SUPERVISOR, Role.PRIVACY_OFFICER, Role.OPERATOR)
operator_required = role_required(Role.OPERATOR)


def calls(user: User) -> bool:
    """Whether calling members is their work."""
    return user.role in CALLERS


FIRST_PAGE = {
    Role.SPECIALIST: "outreach:desk",
    Role.SUPERVISOR: "outreach:desk",
    Role.OPERATOR: "claims:source_list",
    Role.PRIVACY_OFFICER: "accounts:audit",
}


def first_page(user: User) -> str:
    """Where someone begins: members at home, staff at their work."""
    name = FIRST_PAGE.get(Role(user.role))
    return reverse(name) if name else resolve_url(settings.LOGIN_REDIRECT_URL)


def step_up_required(view: View) -> View:
    """Ask who it is once more, unless they said so in this session less than 5 minutes ago.

    Signing in does not count, nor does a remembered device: a session alone changes nothing here.
    Somebody without a password or a second factor sets a password first.
    """
    asked_again = reauthentication_required(view, app="accounts")

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not get_adapter().get_reauthentication_methods(request.user):
            return redirect("account_set_password")
        return asked_again(request, *args, **kwargs)

    return guarded
