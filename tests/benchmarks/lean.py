"""The ceiling: a signed-in page that does the least a Django page can, in as many bytes as ours.

Session, user, one indexed query of 20 rows, words formatted once in the view, and a template that
only prints them. Same server, same settings, same middleware as the page it is compared with.
"""

from django.http import HttpResponse
from django.template import engines
from django.urls import include, path

from claims.models import Claim

PAGE = """<!DOCTYPE html>
<html lang="en"><head><title>{{ title }}</title></head><body><h1>{{ title }}</h1>
<table>{% for row in rows %}<tr><td><a href="{{ row.0 }}">{{ row.1 }}</a></td><td>{{ row.2 }}</td>
<td>{{ row.3 }}</td><td>{{ row.4 }}</td></tr>{% endfor %}</table>
{{ filler }}</body></html>"""

_template = None
fillers: dict[str, str] = {}


def lean(request, name):
    claims = Claim.objects.filter(member_id=request.user.member.pk).order_by("-changed_at", "-id")
    rows = [
        (f"/claims/{claim.pk}/", claim.number, claim.service, claim.state, f"{claim.changed_at:%x}")
        for claim in claims[:20]
    ]
    words = {"title": "Your claims", "rows": rows, "filler": filler(name)}
    return HttpResponse(template().render(words))


def template():
    global _template  # noqa: PLW0603 - compiled once, as the cached loader does for files
    _template = _template or engines["django"].from_string(PAGE)
    return _template


def filler(name: str) -> str:
    """Text as long as the other page is longer, cut from that page, so that it packs alike."""
    if name not in fillers:
        from django.conf import settings
        from django.utils.safestring import mark_safe

        kept = settings.VAR / f"filler-{name}.html"
        fillers[name] = mark_safe(kept.read_text())  # noqa: S308 - our own page
    return fillers[name]


urlpatterns = [path("lean/<slug:name>/", lean), path("", include("portal.urls"))]
