"""How often somebody may press in a minute, and move one call: more is no hand, or a wish that only
a person can help with. The numbers, here and in `ACCOUNT_RATE_LIMITS`, are those of
research/callbacks.md, scenario S29.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from redis.exceptions import RedisError

from accounts.models import User
from outreach.models import Booking, BookingChange

A_MINUTE = 60  # seconds
MOST_MOVES = 5  # of one call by its member; the sixth is for a person


class Uncounted(Exception):
    """Nobody can say how often it was."""


View = Callable[..., HttpResponse]


def limited(deed: str) -> Callable[[View], View]:
    """Answer the seventh POST in a minute with 429; whoever signed in is counted, and each deed
    apart: "book", "move" or "cancel".

    The page brings back all that was sent, to be sent again with one press.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method == "POST" and is_often(request, deed):
                return wait(request)
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def is_often(request: HttpRequest, deed: str) -> bool:
    """Nobody is counted while the cache is away: the database refuses too many calls anyway."""
    try:
        return not counted(request, f"call_{deed}")
    except Uncounted:
        return False


def counted(request: HttpRequest, action: str, key: str | None = None) -> bool:
    """Whether it is seldom enough, by ``ACCOUNT_RATE_LIMITS``. Raises Uncounted where the cache is
    away, and whoever asks decides what that means."""
    try:
        return bool(ratelimit.consume(request, action=action, key=key))
    except (RedisError, OSError) as problem:
        raise Uncounted from problem


def wait(request: HttpRequest) -> HttpResponse:
    sent = [(name, one) for name, all_of in request.POST.lists() for one in all_of]
    context = {"sent": [pair for pair in sent if pair[0] != "csrfmiddlewaretoken"]}
    answer = render(request, "429.html", context, status=429)
    answer["Retry-After"] = str(A_MINUTE)
    return answer


def may_move(booked: Booking, by: User) -> bool:
    """Staff move it as often as it takes."""
    moves = booked.changes.filter(kind=BookingChange.Kind.MOVED, by=by)
    return moves.count() < MOST_MOVES
