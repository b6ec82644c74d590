"""A supervisor says how many of a team may be on booked calls at a time."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.access import role_required
from accounts.models import Role
from claims.answers.words import say
from outreach.forms.team import TeamForm
from outreach.models import Team

supervisor_required = role_required(Role.SUPERVISOR)


@require_http_methods(["GET", "HEAD", "POST"])
@supervisor_required
def team_list(request: HttpRequest) -> HttpResponse:
    return page_of(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@supervisor_required
def team_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    return page_of(request, get_object_or_404(Team, pk=pk))


def page_of(request: HttpRequest, team: Team | None) -> HttpResponse:
    """The form of one, or of a new one below those that there are."""
    form = TeamForm(request.POST if request.method == "POST" else None, instance=team)
    if form.is_valid():
        form.save()
        messages.success(request, _("Saved. Calls that are booked stay."))
        return redirect("outreach:team_list")
    rows = [] if team else [row_of(one) for one in teams()]
    return render(request, "outreach/team_list.html", {"form": form, "team": team, "rows": rows})


def teams() -> list[Team]:
    return list(Team.objects.prefetch_related("specialists").order_by("name"))


def row_of(team: Team) -> dict[str, str]:
    most = ngettext("{n} booked call at a time.", "{n} booked calls at a time.", team.at_once)
    return {
        "name": team.name,
        "url": f"/desk/teams/{team.pk}/",
        "most": say(most, n=team.at_once),
        "people": ", ".join(sorted(one.name for one in team.specialists.all())),
    }
