"""Where someone is signed in: shown, ended, and kept alive."""

from typing import Any

from allauth.usersessions.internal import flows
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.acting import open_to_trusted
from accounts.clock_words import day_and_time, time_of_day
from accounts.device import device
from accounts.session import touch


@require_http_methods(["GET", "HEAD", "POST"])
def usersessions_list(request: HttpRequest) -> HttpResponse:
    """In allauth's place, because it shows a bare user agent and cannot say when last seen."""
    if request.method == "POST":
        flows.sessions.end_other_sessions(request, request.user)
        messages.success(request, _("We signed you out everywhere else."))
        return redirect("usersessions_list")
    found = UserSession.objects.purge_and_list(request.user)
    found.sort(key=lambda one: (one.is_current(), one.last_seen_at), reverse=True)
    return render(
        request,
        "accounts/sessions.html",
        {"sessions": [row(one) for one in found], "others": len(found) > 1},
    )


def row(session: UserSession) -> dict[str, Any]:
    return {
        "device": device(session.user_agent),
        "place": session.ip,
        "began": when(session.created_at),
        "seen": when(session.last_seen_at),
        "mark": " " + _("(this one)") if session.is_current() else "",
    }


def when(instant: Any) -> str:
    """An instant in the zone and the language of whoever looks."""
    local = timezone.localtime(instant)
    pattern = pgettext("date, as Django's date filter writes it", "l, F j")
    return day_and_time(date_format(local, pattern), time_of_day(local.hour, local.minute))


@require_http_methods(["GET", "HEAD", "POST"])
@open_to_trusted()
@never_cache
def session_keepalive(request: HttpRequest) -> HttpResponse:
    """“Stay signed in.” The warning on the page calls it.

    A page that was covered when its session ended asks by GET who is back, and for the token that
    its forms need now: the address of the page itself may be one that only takes a form.
    """
    if request.method != "POST":
        return JsonResponse({"who": str(request.user.pk), "token": get_token(request)})
    touch(request.session, every=0)
    return HttpResponse(status=204)
