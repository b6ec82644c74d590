"""What everyone can expect of the site, and whom to tell when it falls short."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.acting import open_to_trusted


@login_not_required
@require_safe
@open_to_trusted()
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/accessibility.html")
