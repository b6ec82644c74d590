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
from accounts.audit.population import Counts, counts
from accounts.audit.trend import trends
from accounts.clock import now
from accounts.clock_words import full_day, moment
from accounts.forms.ledger import begin_of, day_field

DAY = dt.timedelta(days=1)


class PopulationForm(forms.Form):
    day = day_field(gettext_lazy("At the end of this day"))


@require_safe
@privacy_officer_required
def population(request: HttpRequest) -> HttpResponse:
    form = PopulationForm({"day": request.GET.get("day", "")})
    day = form.cleaned_data["day"] if form.is_valid() else None
    counted = kept(begin_of(day + DAY)) if day else kept(None)
    context = {
        "form": form,
        "asked": bool(day),
        "as_of": _("At the end of {day}.").format(day=full_day(day))
        if day
        else _("Counted at {time}.").format(time=moment(counted[0])),
        "matrix": matrix(counted[1]),
        "trends": [] if day else trends(now().date(), counted[1]),
    }
    return render(request, "accounts/audit/population.html", context)


def kept(at: dt.datetime | None) -> tuple[dt.datetime, Counts]:
    """Counted at most every 10 minutes, with the instant of it; None is now."""
    name = at.isoformat() if at else "now"
    return cache.get_or_set(
        f"population:{name}",
        lambda: (at or now(), counts(at)),
        COUNTED_EVERY,
    )
