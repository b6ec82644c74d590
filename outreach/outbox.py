"""Puts a message into the queue: one committed row for each cause, with the fact that caused it."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from accounts.clock import now
from accounts.models import Member
from outreach.models import Message
from outreach.notices import NOTICES
from outreach.subject import parse_about


def post(
    member: Member,
    notice: str,
    *,
    about: str | None = None,
    purpose: str,
    category: str,
    key: str,
    context: Mapping[str, Any] | None = None,
    due_at: dt.datetime | None = None,
) -> Message:
    """Write the message in the caller's transaction; a worker decides later if it may be sent.

    The same (member, notice, ``key``) again returns the first. ``about`` is "claim:<uuid>" as on
    the pages. ``context`` holds what the notice ``wants``, as JSON: days as "2026-03-17". Raises
    KeyError for an unknown notice, ValueError where the context lacks something.
    """
    told = NOTICES[notice]
    given = dict(context or {})
    if missing := told.wants - given.keys():
        raise ValueError(f"{notice} wants {', '.join(sorted(missing))}")
    subject, subject_id = parse_about(about or "")
    at = now()
    due = due_at or at
    message, _new = Message.objects.get_or_create(
        member=member,
        notice=notice,
        key=key,
        defaults={
            "purpose": purpose,
            "category": category,
            "subject": subject,
            "subject_id": subject_id,
            "context": given,
            "posted_at": at,
            "due_at": due,
            "expires_at": due + told.lasts if told.lasts else None,
        },
    )
    return message
