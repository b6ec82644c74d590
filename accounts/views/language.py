"""The language switch in the header."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from accounts.acting import open_to_trusted
from accounts.models import Member


@login_not_required
@require_POST
@open_to_trusted()
def set_language(request: HttpRequest) -> HttpResponse:
    """Keep the choice with the member, and in a cookie for when nobody is signed in."""
    language = request.POST.get("language", "")
    response = redirect(_back(request))
    if language in Member.Language.values:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=365 * 24 * 60 * 60,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
        if request.user.is_authenticated:
            # Of whoever reads: somebody who helps a member changes nothing of that member's.
            Member.objects.filter(user=request.user.pk).update(language=language)
    return response


def _back(request: HttpRequest) -> str:
    target = request.POST.get("next") or request.headers.get("Referer", "")
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure())
    return target if safe else "/"
