"""What belongs to no app: whether we are well, and what browsers refused to load."""

import json
import logging
from urllib.parse import urlsplit

import redis
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

logger = logging.getLogger(__name__)

LONGEST_REPORT = 16_384
"""Bytes; a browser's report is about 1,000."""


@login_not_required
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """For a monitor: 200 when PostgreSQL and Redis answer, else 503 and which one does not."""
    state = {"database": database_state(), "redis": redis_state()}
    well = set(state.values()) == {"ok"}
    return JsonResponse(state, status=200 if well else 503)


def database_state() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        logger.exception("health: no answer from the database")
        connection.close()
        return "no answer"
    return "ok"


def redis_state() -> str:
    try:
        cache.get("health")
    except redis.exceptions.RedisError:
        logger.exception("health: no answer from Redis")
        return "no answer"
    return "ok"


@login_not_required
@csrf_exempt
@require_POST
def csp_report(request: HttpRequest) -> HttpResponse:
    """Where browsers say what our content security policy refused. Logged without any query."""
    if int(request.headers.get("Content-Length") or 0) > LONGEST_REPORT:
        return HttpResponse(status=413)
    try:
        report = json.loads(request.body)["csp-report"]
        facts = {
            "directive": str(report["effective-directive"])[:100],
            "blocked": without_query(str(report.get("blocked-uri", ""))),
            "page": without_query(str(report.get("document-uri", ""))),
        }
    except (ValueError, KeyError, TypeError, AttributeError):
        return HttpResponse(status=400)
    logger.warning("csp report", extra=facts)
    return HttpResponse(status=204)


def without_query(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}{parts.path}"[:200] if parts.netloc else url[:100]
