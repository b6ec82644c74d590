"""Events that a source pushed, as an operator reads them: how many wait, which failed and why."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from msgspec import Struct

from claims.alarm_words import moment
from claims.answers.words import say
from claims.models import WebhookEvent


class ParkedRow(Struct, frozen=True, kw_only=True):
    """``url`` tries it again; "" when its bytes are dropped. ``reason`` is for who mends it."""

    url: str
    title: str
    came: str
    reason: str


def waiting_line(waiting: int) -> str:
    if not waiting:
        return _("Nothing waits to be read.")
    return say(
        ngettext("{n} event waits to be read.", "{n} events wait to be read.", waiting),
        n=f"{waiting:,}",
    )


def parked_row(event: WebhookEvent) -> ParkedRow:
    kept = event.body is not None
    return ParkedRow(
        url=f"/sources/{event.source_id}/events/{event.pk}/tries/new/" if kept else "",
        title=say(_("Event {n}"), n=event.pk),
        came=say(_("It came {moment}."), moment=moment(event.received_at)),
        reason=event.reason,
    )
