"""How long we keep things and why: for everybody who signs in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.acting import open_to_trusted
from accounts.retention.words import kept_groups
from accounts.rights.sweeping import last_night
from accounts.rights.words import night_words


@require_safe
@open_to_trusted()
def keeping(request: HttpRequest) -> HttpResponse:
    """Members read what is about them; those who work here also the rest, and the last clearing."""
    if request.member is not None:
        return render(request, "accounts/keeping.html", {"groups": kept_groups(of_members=True)})
    last = {model: night_words(*found) for model, found in last_night().items()}
    groups = kept_groups(of_members=True, last=last) + kept_groups(of_members=False, last=last)
    return render(request, "accounts/keeping.html", {"groups": groups})
