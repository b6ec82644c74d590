"""The ceiling: a signed-in page that does the least a Django page can, in as many bytes as ours.

Session, user, one indexed query of 20 rows, and a template that only prints: the *lean* page of the
research behind the target, where the view hands over finished strings ("dates, money, labels, URLs
formatted once"), here by Django's own functions, and prints a row of the list as ours does. The
*bare* page prints a number, three columns and a day as the database has them, in no format at all.
Same server, same settings, same middleware as the pages they are compared with.
"""

from collections.abc import Callable

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path, reverse
from django.utils.formats import date_format, number_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from claims.models import Claim

PAGE = """<!DOCTYPE html>
<html lang="en"><head><title>{{ title }}</title></head><body><h1>{{ title }}</h1>
%s
{{ filler }}</body></html>"""
BARE = """<table>{% for row in rows %}<tr><td><a href="{{ row.0 }}">{{ row.1 }}</a></td>
<td>{{ row.2 }}</td><td>{{ row.3 }}</td><td>{{ row.4 }}</td></tr>{% endfor %}</table>"""
LEAN = """<ul class="rows">{% for row in rows %}
<li class="row" data-status="{{ row.tag }}">
<h2><a href="{{ row.url }}">{{ row.name }}</a></h2>
<p><span class="tag"><svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
<use href="#{{ row.tag }}"/></svg>{{ row.label }}</span></p>
<p>{{ row.headline }}</p>
{% if row.action %}<p class="do">{{ row.action }}</p>{% else %}<p class="soft">{{ row.date }}</p>
{% endif %}{% if row.amount %}<p class="amount">{{ row.amount }}</p>{% endif %}
</li>{% endfor %}</ul>"""

_templates: dict[str, object] = {}
fillers: dict[str, str] = {}


def lean(request: HttpRequest, name: str) -> HttpResponse:
    return page(request, name, LEAN, formatted)


def bare(request: HttpRequest, name: str) -> HttpResponse:
    return page(request, name, BARE, as_stored)


def page(request: HttpRequest, name: str, rows: str, words: Callable) -> HttpResponse:
    claims = Claim.objects.filter(member_id=request.user.member.pk)
    claims = claims.annotate(owes=F("current__member_owes")).order_by("-changed_at", "-id")
    said = {"title": "Your claims", "rows": [words(claim) for claim in claims[:20]]}
    return HttpResponse(template(rows).render(said | {"filler": filler(request.path)}))


def formatted(claim: Claim) -> dict[str, str]:
    """A row as the research has it: each string finished once, in the reader's formats."""
    day = date_format(localtime(claim.changed_at), "DATE_FORMAT")
    return {
        "tag": claim.state,
        "url": reverse("claims:claim_detail", args=[claim.pk]),
        "name": _("Claim {number}").format(number=claim.number),
        "label": claim.get_state_display(),
        "headline": claim.service,
        "action": "",
        "date": _("Changed on {date}.").format(date=day),
        "amount": "$" + number_format(claim.owes / 100, 2, force_grouping=True),
    }


def as_stored(claim: Claim) -> tuple[str, ...]:
    day = f"{claim.changed_at:%x}"
    return (f"/claims/{claim.pk}/", claim.number, claim.service, claim.state, day)


def template(rows: str) -> object:
    """Compiled once, as the cached loader does for files."""
    if rows not in _templates:
        _templates[rows] = engines["django"].from_string(PAGE % rows)
    return _templates[rows]


def filler(path: str) -> str:
    """Text as long as the other page is longer, cut from that page, so that it packs alike."""
    if path not in fillers:
        from django.conf import settings
        from django.utils.safestring import mark_safe

        kept = settings.VAR / filler_file(path)
        fillers[path] = mark_safe(kept.read_text())  # noqa: S308 - our own page
    return fillers[path]


def filler_file(path: str) -> str:
    return f"filler{path.rstrip('/').replace('/', '-')}.html"


urlpatterns = [
    path("lean/<slug:name>/", lean),
    path("bare/<slug:name>/", bare),
    path("", include("portal.urls")),
]
