"""What the lists share: words, filter, pages, and links that keep them."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_noop as _

from accounts.clock import now
from accounts.keyset import RECENT, Page, page_of
from accounts.models import Member
from claims.answers.answer import Answer, DateBasis, Tag
from claims.answers.words import gettext, in_one_language, local_date
from claims.store.promises import keep

PER_PAGE = 20
LONGEST_WORDS = 100  # characters

#: Facts of one page, its links, and how many things there are in all.
Part = tuple[list, Page | None, int]
NOTHING: Part = ([], None, 0)

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
    request: HttpRequest,
    things: Callable[[], QuerySet],
    answer: Callable[..., Answer],
    count: Callable,
    *,
    latest: Callable[..., Part] | None = None,
    complete: Callable[..., list] = lambda facts, _at, _zone, **_reader: facts,
) -> dict[str, Any]:
    """The context of a list page of a member's things; ``count`` says a number of them in words.

    ``things`` are asked for only where ``latest`` does not serve: Django takes longer to write a
    query than to run it.

    ``latest`` reads a page of all of them at once, where that is known to be quicker.
    ``complete`` adds to the facts of one page what no other page needs to know.
    """
    words, show = words_of(request), request.GET.get("show", "")
    at, zone = now(), request.member.time_zone
    facts, page, in_all = NOTHING
    if latest and not (words or show):
        facts, page, in_all = latest_of(request, latest)
    if not facts:
        chosen = chosen_of(things(), show, answer, at, zone).matching(words)
        facts, page, in_all = part_of(request, chosen)
    told = complete(facts, at, zone, reader=request.member)
    return {
        "page": page,
        "answers": shown(request.member, told, answer, at),
        "words": words,
        "filters": filters(words, show),
        "query": query_for(words, show),
        "found": count(in_all),
        "is_empty": not (in_all or words or show),
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
    things: QuerySet, show: str, answer: Callable[..., Answer], at: dt.datetime, zone: str
) -> QuerySet:
    """What a filter shows. Where only the answer knows whether time is left, it is asked."""
    chosen = getattr(things, method_of(show))()
    if method_of(show) == "all":
        return chosen
    maybe = things.may_still_ask(local_date(at, zone)).facts()
    asks = [one.subject_id for one in brief(maybe, answer, at, zone) if needs(one)]
    if show == "you":
        return chosen | things.filter(pk__in=asks)
    return chosen.exclude(pk__in=asks)


def needs(answer: Answer) -> bool:
    return stands_in(answer) == "you"


def latest_of(request: HttpRequest, latest: Callable[..., Part]) -> Part:
    """The page that was asked for, where it follows another or is the first: most ask for those."""
    asked = request.GET
    if "before" in asked or "page" in asked:
        return NOTHING
    return latest(request.member, RECENT.place(asked.get("after", "")), PER_PAGE)


def part_of(request: HttpRequest, chosen: QuerySet) -> Part:
    """The page that was asked for, of what was chosen."""
    keys = chosen.values_list(*RECENT.columns, named=True)
    page = page_of(keys, RECENT, request.GET, PER_PAGE)
    return chosen.model.objects.facts_of(one.id for one in page.rows), page, chosen.count()


@in_one_language
def brief(
    facts: Iterable, answer: Callable[..., Answer], at: dt.datetime, zone: str
) -> list[Answer]:
    """What a row prints of each, all of the same moment (UTC)."""
    return [answer(one, now=at, zone=zone, brief=True) for one in facts]


def shown(
    member: Member, facts: Sequence[Any], answer: Callable[..., Answer], at: dt.datetime
) -> list[Answer]:
    """The same for rows that this member is about to read: we are held to the dates in them."""
    answers = brief(facts, answer, at, member.time_zone)
    keep(member.pk, zip(facts, answers, strict=True), at=at, zone=member.time_zone)
    return answers


def method_of(show: str) -> str:
    """The query set's method for a filter; a filter that nobody knows shows everything."""
    return next((method for word, method, _label in SHOWS if word == show), "all")


def query_for(words: str, show: str) -> str:
    """What stands before the place of a page in its link."""
    return f"?{urlencode({'q': words, 'show': show})}&"


def filters(words: str, show: str) -> list[dict[str, Any]]:
    """Links that keep the words; the first one, for everything, has no filter."""
    return [
        {
            "url": f"?{urlencode({'q': words, 'show': word})}",
            "label": gettext(label),
            "current": word == show,
        }
        for word, _method, label in SHOWS
    ]
