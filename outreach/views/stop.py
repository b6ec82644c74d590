"""Stop e-mails or texts of a kind: from the link in one of them, without signing in."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.clock import now
from accounts.models import Member
from outreach.letters import stop_in
from outreach.models import Silence


@login_not_required
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """A GET only shows the button, because mail programs open links by themselves.

    The POST is what RFC 8058 asks for: no session, no redirect, the same answer each time. It says
    nothing of whose link it is.
    """
    asked = stop_in(token)
    if asked is None:
        raise Http404
    if request.method == "POST" and (member := Member.objects.filter(pk=asked.member).first()):
        reason = Silence.Reason.UNSUBSCRIBED
        Silence.objects.stop(member, asked.channel, asked.purpose, reason, now())
    context = {"done": request.method == "POST", "channel": asked.channel}
    return render(request, "outreach/stop.html", context)
