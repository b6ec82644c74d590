"""For privacy officers: what members were shown when they decided, and how many agreed to which."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import privacy_officer_required
from accounts.audit.coverage import coverage
from accounts.audit.words import purpose_name
from accounts.clock_words import moment
from accounts.models import Wording

PART = 8  # digits


@require_safe
@privacy_officer_required
def wording_list(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/audit/wording_list.html", {"purposes": coverage()})


@require_safe
@privacy_officer_required
def wording_detail(request: HttpRequest, purpose: str, version: int) -> HttpResponse:
    """The very words, in each language, with the digest that the ledger cites."""
    found = list(Wording.objects.filter(purpose=purpose, version=version).order_by("language"))
    if not found:
        raise Http404
    first = found[0]
    context = {
        "purpose": purpose_name(purpose),
        "version": version,
        "texts": [
            {
                "language": one.language,
                "lines": one.text.split("\n"),
                "sha256": parts(bytes(one.sha256).hex()),
                "published": moment(one.published_at),
            }
            for one in found
        ],
        "material": first.material,
        "note": first.note,
        "author": first.author,
        "approver": first.approver,
    }
    return render(request, "accounts/audit/wording_detail.html", context)


def parts(digest: str) -> list[str]:
    """Between which a narrow page may break the line."""
    return [digest[start : start + PART] for start in range(0, len(digest), PART)]
