"""Search over one's own claims, orders and balance lines."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import member_required
from accounts.acting import open_to_trusted
from accounts.models import TrustedAct
from claims.views.listing import words_of
from portal.search import found_for


@require_safe
@member_required
@open_to_trusted(looks=TrustedAct.What.SEARCH)
def search(request):
    words = words_of(request)
    template = "portal/search.html#results" if request.htmx else "portal/search.html"
    return render(request, template, {"words": words} | found_for(request.member, words))
