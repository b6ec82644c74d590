"""For privacy officers: how many members had what on, at a moment and over half a year."""

import datetime as dt

from django import forms
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.access import privacy_officer_required
from accounts.audit.coverage import COUNTED_EVERY
from accounts.audit.matrix import matrix
from accounts.audit.population import Counts, counts, end_of, kept, newest
from accounts.audit.trend import trends
from accounts.clock import now
from accounts.clock_words import full_day, moment, sentence
from accounts.forms.day import day_field

LATELY = dt.timedelta(minutes=30)
"""The worker counts every ten minutes; who reads an older number is told that nobody did since."""


class PopulationForm(forms.Form):
    day = day_field(gettext_lazy("At the end of this day"))


@require_safe
@privacy_officer_required
def population(request: HttpRequest) -> HttpResponse:
    form = PopulationForm({"day": request.GET.get("day", "")})
    day = form.cleaned_data["day"] if form.is_valid() else None
    counted = at_the_end_of(day) if day else lately()
    context = {
        "form": form,
        "asked": bool(day),
        "as_of": _("At the end of {day}, at midnight UTC.").format(day=full_day(day))
        if day
        else counted_words(counted[0]),
        "matrix": matrix(counted[1]),
        "trends": [] if day else trends(counted[0].date(), counted[1]),
    }
    return render(request, "accounts/audit/population.html", context)


def lately() -> tuple[dt.datetime, Counts]:
    """As it was counted last, with the instant of it; counted here only where nobody ever did."""
    return newest() or cache.get_or_set(
        "population:now", lambda: (now(), counts(None)), COUNTED_EVERY
    )


def counted_words(at: dt.datetime) -> str:
    words = _("Counted at {time}.")
    if now() - at >= LATELY:
        words = _("Counted at {time}, and not since: the worker, which counts, may not be running.")
    return sentence(words, time=moment(at))


def at_the_end_of(day: dt.date) -> tuple[dt.datetime, Counts]:
    end = end_of(day)
    found = kept(day)
    if found and found[0] >= end:
        return found
    return cache.get_or_set(f"population:{day}", lambda: (end, counts(end)), COUNTED_EVERY)
