"""Makes a request the member's own: who they are, their language, time zone and session."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone, translation

from accounts.session import seconds_left, touch

Respond = Callable[[HttpRequest], HttpResponseBase]


def own_request(get_response: Respond) -> Respond:
    """Set ``request.member`` (None for staff and strangers) and ``request.session_seconds``.

    Both come with the user that the sign-in check loads anyway, so they cost no query.
    """

    def respond(request: HttpRequest) -> HttpResponseBase:
        request.member = None  # type: ignore[attr-defined]
        request.session_seconds = 0  # type: ignore[attr-defined]
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            _come_in(request)
        member = request.member  # type: ignore[attr-defined]
        if member is None:
            with timezone.override(settings.PORTAL_HOURS[-1]):  # the zone that the footer names
                return get_response(request)
        translation.activate(member.language)
        request.LANGUAGE_CODE = translation.get_language()  # type: ignore[attr-defined]
        with timezone.override(member.time_zone):
            return get_response(request)

    return respond


def _come_in(request: HttpRequest) -> None:
    if seconds_left(request.session) <= 0:
        logout(request)
        return
    touch(request.session)
    request.session_seconds = seconds_left(request.session)  # type: ignore[attr-defined]
    request.member = getattr(request.user, "member", None)  # type: ignore[attr-defined]
