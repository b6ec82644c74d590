"""How good our dates are: for everyone."""

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.clock import today
from claims.answers.person import portal_hours
from claims.hit_rate_words import hit_rate_words
from claims.store.hit_rate import HitRate, measure

COUNTED_EVERY = 3600  # seconds, because nobody has to sign in to ask


@login_not_required
@require_safe
def hit_rate(request: HttpRequest) -> HttpResponse:
    return render(request, "claims/hit_rate.html", {"words": hit_rate_words(counted())})


def counted() -> HitRate:
    """Counted at most once an hour, however often it is asked for."""
    return cache.get_or_set("hit-rate", lambda: measure(today(portal_hours().zone)), COUNTED_EVERY)
