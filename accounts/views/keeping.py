"""How long we keep things and why: for everybody who signs in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.acting import open_to_trusted
from accounts.retention.words import kept_groups


@require_safe
@open_to_trusted()
def keeping(request: HttpRequest) -> HttpResponse:
    """Members read what is about them; those who work here also what is about nobody."""
    groups = kept_groups(of_members=True)
    if request.member is None:
        groups += kept_groups(of_members=False)
    return render(request, "accounts/keeping.html", {"groups": groups})
