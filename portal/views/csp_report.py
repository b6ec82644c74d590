"""Where browsers say what our content security policy refused."""

import json
import logging
from urllib.parse import urlsplit

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from accounts.acting import open_to_trusted

logger = logging.getLogger(__name__)

LONGEST_REPORT = 16_384
"""Bytes; a browser's report is about 1,000."""

MOST_A_MINUTE = 60


@login_not_required
@csrf_exempt
@require_POST
@open_to_trusted()
def csp_report(request: HttpRequest) -> HttpResponse:
    """Log which directive refused what on which page, without any query."""
    if int(request.headers.get("Content-Length") or 0) > LONGEST_REPORT:
        return HttpResponse(status=413)
    try:
        report = json.loads(request.body)["csp-report"]
        facts = {
            "directive": str(report["effective-directive"])[:100],
            "blocked": without_query(str(report.get("blocked-uri", ""))),
            "page": without_query(str(report.get("document-uri", ""))),
        }
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return HttpResponse(status=400)
    if is_worth_a_line():
        logger.warning("csp report", extra=facts)
    return HttpResponse(status=204)


def is_worth_a_line() -> bool:
    """Not so after many in one minute: anybody may send reports, and a log is for reading."""
    cache.add("csp-reports", 0, timeout=60)
    return cache.incr("csp-reports") <= MOST_A_MINUTE


def without_query(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}{parts.path}"[:200] if parts.netloc else url[:100]
