"""One page with every part in every state, so that two look-alikes are seen on the day of birth."""

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.clock import now
from accounts.forms.lines import LinesInput
from accounts.keyset import Page
from claims.answers.person import claims_specialist, person_panel
from portal import specimens


class SpecimenForm(forms.Form):
    """Each kind of control once, with one mistake in it."""

    phone = forms.CharField(label="Phone number", help_text="We only use this for this call.")
    about = forms.CharField(label="What is it about?", widget=LinesInput(5), required=False)
    talk = forms.ChoiceField(
        label="How do you want to talk?",
        choices=[("phone", "Phone"), ("interpreter", "Interpreter"), ("relay", "Text relay")],
        widget=forms.RadioSelect,
    )
    time_zone = forms.ChoiceField(
        label="Time zone",
        choices=[("America/Chicago", "Chicago"), ("America/New_York", "New York")],
    )
    voicemail = forms.BooleanField(
        label="You can leave a voicemail", help_text="We say nothing about why.", required=False
    )


@login_not_required
@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Demo only: elsewhere the page does not exist."""
    if not settings.PORTAL_DEMO:
        raise Http404
    zone = "America/Chicago"
    wrong = SpecimenForm({"about": "My claim", "time_zone": "America/Chicago"})
    return render(
        request,
        "portal/components.html",
        {
            "answers": specimens.answers(),
            "doubts": specimens.doubts(),
            "specimens": vars(specimens),
            "panel": person_panel(now(), zone, group=claims_specialist()),
            "form": SpecimenForm(),
            "wrong": wrong,
            "page": Page([], newer="before=1", older="after=2"),
            "filters": [
                {"url": "?", "label": "All", "current": True},
                {"url": "?show=open", "label": "Waiting for you"},
            ],
        },
    )
