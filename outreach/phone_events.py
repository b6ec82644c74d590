"""What telephone systems and contact centers push, landed: in any order, twice as once."""

import datetime as dt
from functools import partial
from importlib import import_module

from django.db import transaction
from msgspec.structs import replace

from accounts.access import CALLERS
from accounts.clock import now
from accounts.models import User
from claims.models import WebhookEvent
from outreach import drafts
from outreach.models import PhoneCall
from outreach.phones.heard import Ended, Rang, Told


def read(event: WebhookEvent) -> None:
    """The reader of `settings.PUSHED`; inside the worker's transaction."""
    heard = import_module(f"outreach.phones.{event.system}").read(bytes(event.body or b""))
    if isinstance(heard, Rang):
        # No call began after we heard of it: by a clock that is ahead it would ring for ever.
        rang(event.source_id, replace(heard, at=min(heard.at, now())))
    elif isinstance(heard, Ended):
        ended(event.source_id, heard)
    elif isinstance(heard, Told):
        drafts.heard(heard)
        # What was said on a call is kept only in a draft, and where none may be, nowhere.
        transaction.on_commit(partial(forget, event.pk))


def forget(event: int) -> None:
    """The bytes of an event that was read; that it came stays."""
    WebhookEvent.objects.filter(pk=event).exclude(finished_at=None).update(body=None)


@transaction.atomic
def rang(source: str, heard: Rang) -> None:
    """The first that says of a number or a phone counts; a call that ended stays ended."""
    phone_call = held(source, heard.call_id, heard.at)
    phone_call.began_at = min(phone_call.began_at, heard.at)
    phone_call.number = phone_call.number or heard.number
    phone_call.agent = phone_call.agent or whose_phone(heard.agent)
    phone_call.save(update_fields=["began_at", "number", "agent"])


@transaction.atomic
def ended(source: str, heard: Ended) -> None:
    phone_call = held(source, heard.call_id, heard.at)
    phone_call.ended_at = phone_call.ended_at or heard.at
    phone_call.save(update_fields=["ended_at"])


def whose_phone(email: str) -> User | None:
    """One of those who call; None rings for whoever is free first."""
    if not email:
        return None
    return User.objects.filter(email__iexact=email, role__in=CALLERS, is_active=True).first()


def held(source: str, call_id: str, at: dt.datetime) -> PhoneCall:
    """Its row, locked; made when this is the first that we hear of it."""
    row, _new = PhoneCall.objects.select_for_update().get_or_create(
        source_id=source, platform_id=call_id, defaults={"began_at": at}
    )
    return row
