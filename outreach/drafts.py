"""Drafts of summaries: made only where a drafter is set and the member allows it, now."""

from collections.abc import Sequence
from hashlib import sha256

import msgspec
from django.db import transaction

from accounts.clock import now
from accounts.consent import allows, standing
from accounts.models import User
from claims.answers.words import local_date
from outreach.drafting import drafter
from outreach.models import Call, Draft, PhoneCall
from outreach.phones.heard import Spoken, Told
from outreach.talk import Said

DRAFTS = ("draft_summaries", "calls")


def may_draft(call: Call) -> bool:
    """How it stands now, for a page; it uses nothing. Never of a call with somebody who helps."""
    if drafter() is None or call.ended_at or not call.verified or call.helper:
        return False
    return standing(call.member)[DRAFTS].allowed


@transaction.atomic
def make(
    call: Call, spoken: Sequence[Spoken], *, origin: str, actor: User | None = None
) -> Draft | None:
    """The draft of this text; None where there may be none, or nothing worth a line in it."""
    draft = drafter()
    if draft is None or call.ended_at or not call.verified or call.helper:
        return None
    if not allows(call.member, *DRAFTS, doing="draft", actor=actor):
        return None
    lines = draft(spoken, local_date(now(), call.member.time_zone))
    if not lines:
        return None
    digest = sha256(msgspec.json.encode(spoken)).hexdigest()
    values = {"origin": origin, "lines": msgspec.to_builtins(lines), "made_at": now()}
    return Draft.objects.get_or_create(call=call, digest=digest, defaults=values)[0]


def heard(told: Told) -> None:
    """What a contact center made of a call: of one that nobody took here, nothing is kept.

    Its own summary counts more than its transcript, because somebody may have corrected it.
    """
    phone_call = (
        PhoneCall.objects.filter(platform_id=told.call_id)
        .exclude(call=None)
        .select_related("call__member")
        .order_by("-began_at")
        .first()
    )
    if phone_call and phone_call.call:
        summary = (Spoken("", told.summary),) if told.summary else ()
        make(phone_call.call, summary or told.spoken, origin=Draft.Origin.CALL)


def waiting(call: Call) -> list[Draft]:
    """What waits to be read, while the member allows it; the newest first."""
    return list(call.drafts.order_by("-made_at", "-pk")) if may_draft(call) else []


def newest(call: Call) -> Draft | None:
    return next(iter(waiting(call)), None)


def typed(draft: Draft) -> dict[str, object]:
    """Its lines, as the boxes of the form hold them."""
    said = msgspec.convert(draft.lines, list[Said])
    found: dict[str, object] = {
        kind: "\n".join(one.text for one in said if one.kind == kind)
        for kind in ("told_us", "we_told", "unsettled")
    }
    for number, one in enumerate((one for one in said if one.kind == "agreed"), 1):
        found |= {
            f"agreed_{number}": one.text,
            f"owner_{number}": one.owner,
            f"due_{number}": one.due_on,
        }
    return found
