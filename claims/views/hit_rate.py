"""How good our dates are: for everyone, and by source for operators."""

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import operator_required
from accounts.acting import open_to_trusted
from accounts.clock import today
from claims.answers.person import portal_hours
from claims.hit_rate_words import hit_rate_words
from claims.models import DateNight, DateWidening
from claims.segment_words import segment_rows, undated_rows
from claims.store.hit_rate import HitRate, measure, measure_by_source

COUNTED_EVERY = 3600  # seconds, because nobody has to sign in to ask


@login_not_required
@require_safe
@open_to_trusted()
def hit_rate(request: HttpRequest) -> HttpResponse:
    return render(request, "claims/hit_rate.html", {"words": hit_rate_words(counted())})


def counted() -> HitRate:
    """Counted at most once an hour, however often it is asked for."""
    return cache.get_or_set("hit-rate", lambda: measure(today(portal_hours().zone)), COUNTED_EVERY)


@require_safe
@operator_required
def hit_rate_by_source(request: HttpRequest) -> HttpResponse:
    scores = measure_by_source(today(portal_hours().zone))
    night = DateNight.objects.newest().order_by("source", "thing", "segment")
    context = {
        "rows": segment_rows(scores, DateWidening.objects.open()),
        "undated": undated_rows(night),
    }
    return render(request, "claims/hit_rate_by_source.html", context)
