"""How often somebody may press in a minute, and move one call: more is no hand, or a wish that only
a person can help with. The numbers are those of research/callbacks.md, scenario S29.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from redis.exceptions import RedisError

from accounts.models import User
from outreach.models import Booking, BookingChange

MOST_PRESSES = 6  # of one kind in a minute: the seventh waits
A_MINUTE = 60  # seconds, from the first of them
MOST_MOVES = 5  # of one call by its member; the sixth is for a person

View = Callable[..., HttpResponse]


def limited(deed: str) -> Callable[[View], View]:
    """Answer the seventh POST in a minute with 429; whoever signed in is counted, each deed apart.

    The page brings back all that was sent, to be sent again with one press.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method == "POST" and presses(deed, request.user) > MOST_PRESSES:
                return wait(request)
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def presses(deed: str, user: User) -> int:
    """This one and those since the first within a minute; 0 while nobody can count."""
    key = f"presses:{deed}:{user.pk}"
    try:
        cache.add(key, 0, A_MINUTE)
        return cache.incr(key)
    except ValueError:  # the minute ended between the two
        return 1
    except (RedisError, OSError):
        return 0


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
