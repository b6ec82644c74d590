"""Acting for another: whose things a request shows, and what a trusted person may open.

Every page is closed to a trusted person unless its view says what it takes (`open_to_trusted`).
What is on it is chosen below the views: ``for_member`` reads ``Member.acting``.
"""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from msgspec import Struct

from accounts.clock import now
from accounts.models import Level, TrustedAct, TrustedPerson

View = Callable[..., HttpResponseBase]

ACTING = "acting"
"""The session's word for the key of the grant by which somebody helps now."""

#: Views of others that are about whoever signed in, not about the member.
ABOUT_ONESELF = frozenset({"account_logout"})


class Opening(Struct, frozen=True, kw_only=True):
    """What it takes to open a view (all of ``levels``), and how the member reads that it was."""

    levels: frozenset[Level]
    looks: str = ""
    does: str = ""


def open_to_trusted(*levels: Level, looks: str = "", does: str = "") -> Callable[[View], View]:
    """A person who helps the member may open the view, given these levels.

    ``looks`` and ``does`` (of `TrustedAct.What`) are what the member reads about a page that was
    opened and a form that was sent; without them the view is about no member.
    """

    def say(view: View) -> View:
        opening = Opening(levels=frozenset(levels), looks=looks, does=does)
        view.open_to_trusted = opening  # type: ignore[attr-defined]
        return view

    return say


def begin(request: HttpRequest, who: TrustedPerson) -> None:
    """From the next request on, show the things of the member whom ``who`` helps."""
    request.session[ACTING] = str(who.pk)


def stop(request: HttpRequest) -> None:
    request.session.pop(ACTING, None)


def acting_for(request: HttpRequest) -> TrustedPerson | None:
    """By which grant this request acts; None when it does not, or no longer may. One query."""
    wanted = request.session.get(ACTING)
    if wanted is None:
        return None
    held = TrustedPerson.objects.select_related("member")
    who = held.filter(pk=wanted, user=request.user.pk).first()
    return who if who and who.in_force(now()) else None


def refuse_what_is_closed(
    request: HttpRequest, view: View, _args: object, _kwargs: object
) -> HttpResponse | None:
    """For whoever acts for another: 403 in words, unless the view is open to them."""
    if request.help_is_over:  # type: ignore[attr-defined]
        stop(request)
        return render(request, "accounts/help_over.html", status=403)
    who: TrustedPerson | None = request.acting  # type: ignore[attr-defined]
    if who is None or request.resolver_match.view_name in ABOUT_ONESELF:
        return None
    opening: Opening | None = getattr(view, "open_to_trusted", None)
    if opening and all(who.allows(level) for level in opening.levels):
        return None
    return render(request, "accounts/not_shared.html", status=403)


def note(request: HttpRequest, response: HttpResponseBase) -> None:
    """Keep what was looked at or done, before it is answered: no look without its row."""
    who: TrustedPerson | None = request.acting  # type: ignore[attr-defined]
    if who is None or response.status_code >= 400 or request.resolver_match is None:
        return
    opening: Opening | None = getattr(request.resolver_match.func, "open_to_trusted", None)
    if opening is None:
        return
    if request.method != "POST":
        if opening.looks and response.status_code == 200:
            TrustedAct.objects.keep(who, opening.looks, about(request), looked=True)
    elif opening.does and response.status_code == 302:  # a form with a mistake in it is 200
        TrustedAct.objects.keep(who, opening.does, about(request), looked=False)


def about(request: HttpRequest) -> UUID | None:
    """The key in the address, where it names one thing."""
    found = request.resolver_match.kwargs.get("pk")  # type: ignore[union-attr]
    return found if isinstance(found, UUID) else None
