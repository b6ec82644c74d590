"""Global Privacy Control: a browser that asks us not to sell or share, and that we heard it.

Only the exact value 1 counts. Once a session has been heard it asks nothing of the database.
"""

from uuid import uuid4

from django.http import HttpRequest

from accounts.consent.browser_signal import honor
from accounts.models import Member

HEARD = "gpc"
"""The session's word for “this browser asked, and it is written down”."""


def asks_not_to_share(request: HttpRequest) -> bool:
    return request.headers.get("Sec-GPC") == "1"


def hear(request: HttpRequest, member: Member) -> None:
    """Turn sharing off for a member whose browser asks, the first time that it does."""
    if asks_not_to_share(request) and HEARD not in request.session:
        honor(member, screen="every page", key=f"gpc-{uuid4()}")
        request.session[HEARD] = True
