"""What the lists share: words, filter, pages, and links that keep them."""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Count, Model, QuerySet, Window
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.clock import now
from accounts.models import Member
from claims.answers.answer import Answer, DateBasis, Tag
from claims.answers.words import local_date

PER_PAGE = 20
LONGEST_WORDS = 100  # characters

#: The word in the URL, the method of the query set, the label.
SHOWS = (
    ("", "all", _("All")),
    ("you", "waiting_for_you", _("Waiting for you")),
    ("us", "waiting_for_us", _("Waiting for us")),
    ("done", "done", _("Done")),
)


def words_of(request: HttpRequest) -> str:
    """What was typed into the search box, short enough, without what a database refuses."""
    return request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_WORDS]


def listing(
    request: HttpRequest, model: type[Model], answer: Callable[..., Answer], count: Callable
) -> dict[str, Any]:
    """The context of a list page; ``count`` says a number of things in words."""
    words, show = words_of(request), request.GET.get("show", "")
    at, member = now(), request.member
    chosen = chosen_of(model, member, show, answer, at).matching(words).recent()
    number = request.GET.get("page", "")
    page = page_of(chosen, member, number, narrowed=bool(words or show))
    return {
        "page": page,
        "answers": brief(page.object_list, answer, at, member.time_zone),
        "words": words,
        "filters": filters(words, show),
        "query": query_for(words, show),
        "found": count(page.paginator.count),
        "is_empty": not (page.paginator.count or words or show),
    }


def stands_in(answer: Answer) -> str:
    """The word of the filter that shows it: Home, the lists and the accounts all ask here.

    What the member must do, may appeal while there is time, or may act on as we are late, needs
    them. Done is what was decided, even where an appeal is still possible; and an account that
    asks for nothing.
    """
    if answer.action.required or answer.tag == Tag.WAITING_FOR_YOU or late_decision(answer):
        return "you"
    if answer.tag == Tag.NOT_AGREED and not answer.settled:
        return "you"
    return "done" if answer.settled or answer.tag in (Tag.DONE, Tag.NOT_AGREED) else "us"


def late_decision(answer: Answer) -> bool:
    """A claim that we did not decide in time: the law lets the member act."""
    is_late = answer.date.basis == DateBasis.LATE
    return answer.subject == "claim" and is_late and bool(answer.action.kind)


def chosen_of(
    model: type[Model], member: Member, show: str, answer: Callable[..., Answer], at: dt.datetime
) -> QuerySet:
    """What a filter shows. Where only the answer knows whether time is left, it is asked."""
    things = model.objects.for_member(member)
    chosen = getattr(things, method_of(show))()
    if method_of(show) == "all":
        return chosen
    maybe = things.may_still_ask(local_date(at, member.time_zone)).facts()
    asks = [one.subject_id for one in brief(maybe, answer, at, member.time_zone) if needs(one)]
    if show == "you":
        return chosen | things.filter(pk__in=asks)
    return chosen.exclude(pk__in=asks)


def needs(answer: Answer) -> bool:
    return stands_in(answer) == "you"


def page_of(chosen: QuerySet, member: Member, number: str, *, narrowed: bool) -> Page:
    """One page of facts; the last one for a number past the end, the first for no number."""
    model = chosen.model
    asked = max(int(number), 1) if number.isdecimal() and len(number) < 6 else 1
    paginator = Paginator(chosen.values_list("pk", flat=True), PER_PAGE)
    start = (asked - 1) * PER_PAGE
    if narrowed:
        facts, in_all = part_of(chosen, start)
    else:
        facts, in_all = model.objects.latest(member, start, PER_PAGE)
    if not facts:
        last = paginator.get_page(number)
        return Page(model.objects.facts_of(last.object_list), last.number, paginator)
    paginator.count = in_all
    return Page(facts, asked, paginator)


def part_of(chosen: QuerySet, start: int) -> tuple[list, int]:
    """Facts of one page of what was chosen, and how many were; the keys carry the count."""
    counted = chosen.annotate(in_all=Window(Count("*"))).values_list("pk", "in_all")
    rows = list(counted[start : start + PER_PAGE])
    facts = chosen.model.objects.facts_of(key for key, _in_all in rows)
    return facts, rows[0][1] if rows else 0


def brief(
    facts: Iterable, answer: Callable[..., Answer], at: dt.datetime, zone: str
) -> list[Answer]:
    """What a row prints of each, all of the same moment (UTC)."""
    return [answer(one, now=at, zone=zone, brief=True) for one in facts]


def method_of(show: str) -> str:
    """The query set's method for a filter; a filter that nobody knows shows everything."""
    return next((method for word, method, _label in SHOWS if word == show), "all")


def query_for(words: str, show: str) -> str:
    """What stands before the number of a page in its link."""
    return f"?{urlencode({'q': words, 'show': show})}&page="


def filters(words: str, show: str) -> list[dict[str, Any]]:
    """Links that keep the words; the first one, for everything, has no filter."""
    return [
        {
            "url": f"?{urlencode({'q': words, 'show': word})}",
            "label": label,
            "current": word == show,
        }
        for word, _method, label in SHOWS
    ]
