"""That we honor Global Privacy Control, where browsers look for it."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from accounts.acting import open_to_trusted

SINCE = "2026-11-22"


@login_not_required
@require_safe
@open_to_trusted()
def gpc(request: HttpRequest) -> JsonResponse:
    answer = JsonResponse({"gpc": True, "lastUpdate": SINCE})
    answer["Cache-Control"] = "public, max-age=86400"
    return answer
