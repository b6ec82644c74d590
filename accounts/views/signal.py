"""A browser's wish not to share: that we heard it, and a member's own word on it."""

from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import member_required, step_up_required
from accounts.consent import decide
from accounts.signal_words import PURPOSE, signal_words


@require_safe
@member_required
def signal(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/signal.html", {"words": signal_words(request.member)})


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
@step_up_required
def signal_confirmation_create(request: HttpRequest) -> HttpResponse:
    """Share in spite of the signal: only who had said yes before, and says once more who it is."""
    if request.method == "POST" and signal_words(request.member).may_confirm:
        decide(
            request.member,
            {(PURPOSE.key, category): True for category in PURPOSE.categories},
            by=request.user,
            through="signature",
            screen="/me/signal/",
            language=get_language() or request.member.language,
            key=f"signal-{uuid4()}",
        )
        messages.success(request, _("Sharing is on. You can turn it off at any time."))
    return redirect("accounts:signal")
