"""Makes a request the member's own: who they are, their language, time zone and session."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone, translation

from accounts.acting import ACTING, acting_for, note, refuse_what_is_closed
from accounts.gpc import hear
from accounts.session import UNATTENDED, seconds_left, touch

Respond = Callable[[HttpRequest], HttpResponseBase]


def own_request(get_response: Respond) -> Respond:
    """Set ``request.member`` (None for staff and strangers) and ``request.session_seconds``.

    Both come with the user that the sign-in check loads anyway, so they cost no query. For a person
    who helps, ``request.member`` is whom they help and ``request.acting`` the grant; it is None for
    everyone else.
    """

    def respond(request: HttpRequest) -> HttpResponseBase:
        request.member = request.acting = None  # type: ignore[attr-defined]
        request.help_is_over = False  # type: ignore[attr-defined]
        request.session_seconds = 0  # type: ignore[attr-defined]
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            _come_in(request)
        reader = getattr(request.user, "member", None) if request.session_seconds else None  # type: ignore[attr-defined]
        if reader is not None:
            translation.activate(reader.language)
            request.LANGUAGE_CODE = translation.get_language()  # type: ignore[attr-defined]
        member = request.member  # type: ignore[attr-defined]
        zone = member.time_zone if member else settings.PORTAL_HOURS[-1]  # the footer names it
        with timezone.override(zone):
            response = get_response(request)
            if request.acting is not None:  # type: ignore[attr-defined]
                note(request, response)
            return response

    respond.process_view = refuse_what_is_closed  # type: ignore[attr-defined]
    return respond


def _come_in(request: HttpRequest) -> None:
    if seconds_left(request.session) <= 0:
        logout(request)
        return
    if UNATTENDED not in request.headers:
        touch(request.session)
    request.session_seconds = seconds_left(request.session)  # type: ignore[attr-defined]
    if ACTING in request.session:
        _act_for_another(request)
    else:
        request.member = getattr(request.user, "member", None)  # type: ignore[attr-defined]
        if request.member is not None:  # type: ignore[attr-defined]
            hear(request, request.member)  # type: ignore[attr-defined]


def _act_for_another(request: HttpRequest) -> None:
    """Show the member whom they help, as far as they may see; nobody's things once that is over."""
    who = acting_for(request)
    request.acting = who  # type: ignore[attr-defined]
    request.help_is_over = who is None  # type: ignore[attr-defined]
    if who is not None:
        who.member.acting = who
        request.member = who.member  # type: ignore[attr-defined]
