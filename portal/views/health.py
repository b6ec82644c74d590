"""Whether we are well, for a monitor."""

import logging

import redis
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

logger = logging.getLogger(__name__)


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
