"""Drafts of summaries: what one of us has typed so far, and what a tool drafted.

A tool drafts only where one is set and the member allows it, now.
"""

from collections.abc import Sequence
from hashlib import sha256

import msgspec
from django.db import transaction
from msgspec import Struct

from accounts.clock import now
from accounts.consent import Standing, allows
from accounts.models import User
from claims.answers.words import local_date
from outreach.drafting import drafter
from outreach.models import Call, Draft, PhoneCall, SummaryLine
from outreach.phones.heard import Spoken, Told
from outreach.talk import Said

DRAFTS = ("draft_summaries", "calls")
AGREED = range(1, 5)  # rows for what was agreed, on a form
TAKEN = "draft"  # the box that names the draft whose lines were taken in

Stands = dict[tuple[str, str], Standing]  # of a member, now: `accounts.consent.standing`
Boxes = dict[str, str]  # what stands in the boxes of the form, by their names


def may_draft(call: Call, stands: Stands) -> bool:
    """How it stands now, for a page; it uses nothing. Never of a call with somebody who helps."""
    if drafter() is None or call.summary_id or not call.verified or call.helper:
        return False
    return stands[DRAFTS].allowed


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
    if not lines or not is_unwritten(call):
        return None
    digest = sha256(msgspec.json.encode(spoken)).hexdigest()
    values = {"origin": origin, "lines": msgspec.to_builtins(lines), "made_at": now()}
    return Draft.objects.get_or_create(call=call, digest=digest, defaults=values)[0]


def heard(told: Told) -> None:
    """What a contact center made of a call: of one that nobody took here, nothing is kept.

    Nor where two telephone systems have a call by that name: it could be of another member. Its own
    summary counts more than its transcript, because somebody may have corrected it.
    """
    named = PhoneCall.objects.filter(platform_id=told.call_id).select_related("call__member")
    calls = [one.call for one in named[:2]]
    if len(calls) == 1 and calls[0]:
        summary = (Spoken("", told.summary),) if told.summary else ()
        make(calls[0], summary or told.spoken, origin=Draft.Origin.CALL)


class Held(Struct, frozen=True):
    """What stands before a summary is sent: what one of us ``typed`` so far, with the lines of a
    tool that they took in, and what a tool drafted, the newest first."""

    typed: Boxes = {}
    drafted: tuple[Draft, ...] = ()

    def named(self, key: str) -> Draft | None:
        return next((one for one in self.drafted if str(one.pk) == key), None)

    def newest(self, *, besides: str) -> Draft | None:
        """The one to be read next."""
        return next((one for one in self.drafted if str(one.pk) != besides), None)


def held(call: Call, user: User, stands: Stands) -> Held:
    """Nothing a tool drafted is in it once the member does not allow that. One query."""
    if call.summary_id or not call.verified:
        return Held()
    rows = list(call.drafts.order_by("-made_at", "-pk"))
    boxes = next((one.lines for one in rows if one.digest == own(user)), {})
    drafted = tuple(one for one in rows if one.origin != Draft.Origin.TYPED)
    if may_draft(call, stands):
        return Held(boxes, drafted)
    taken = Held(drafted=drafted).named(boxes.get(TAKEN, ""))
    return Held(without_lines(boxes, taken) if taken else boxes)


@transaction.atomic
def keep_typed(call: Call, user: User, boxes: Boxes) -> None:
    """Until the call has its summary; each of us has their own."""
    if call.verified and not call.summary_id and is_unwritten(call):
        values = {"origin": Draft.Origin.TYPED, "lines": boxes, "made_at": now()}
        Draft.objects.update_or_create(call=call, digest=own(user), defaults=values)


def forget_untaken(call: Call) -> None:
    """Nobody was reached: what a tool drafted goes, but for what stands in what somebody typed."""
    rows = list(call.drafts.all())
    taken = {one.lines.get(TAKEN) for one in rows if one.origin == Draft.Origin.TYPED}
    gone = [one.pk for one in rows if one.origin != Draft.Origin.TYPED and str(one.pk) not in taken]
    call.drafts.filter(pk__in=gone).delete()


def is_unwritten(call: Call) -> bool:
    """Nobody writes its summary until we commit: what is kept then goes with that."""
    unwritten = Call.objects.filter(pk=call.pk, summary=None)
    return unwritten.select_for_update(no_key=True).exists()


def own(user: User) -> str:
    return f"typed:{user.pk}"


def with_lines(boxes: Boxes, draft: Draft) -> Boxes:
    """What was typed and the lines of a draft below it, each once.

    What was agreed and finds no free row stands with what is not settled, for a person to place.
    """
    full = dict(boxes) | {TAKEN: str(draft.pk)}
    for said in msgspec.convert(draft.lines, list[Said]):
        if said.kind == SummaryLine.Kind.AGREED:
            put_agreed(full, said)
        else:
            put_line(full, said.kind, said.text)
    return full


def put_agreed(boxes: Boxes, said: Said) -> None:
    rows = [str(number) for number in AGREED]
    if any(boxes.get(f"agreed_{row}") == said.text for row in rows):
        return
    row = next((row for row in rows if not boxes.get(f"agreed_{row}")), None)
    if row is None:
        put_line(boxes, "unsettled", said.text)
        return
    due = said.due_on.isoformat() if said.due_on else ""
    boxes |= {f"agreed_{row}": said.text, f"owner_{row}": said.owner, f"due_{row}": due}


def put_line(boxes: Boxes, box: str, text: str) -> None:
    lines = boxes.get(box, "").splitlines()
    if text not in lines:
        boxes[box] = "\n".join([*lines, text])


def without_lines(boxes: Boxes, draft: Draft) -> Boxes:
    """What was typed, once a member takes back that a tool may draft: its lines go, unless somebody
    has changed them."""
    texts = {said.text for said in msgspec.convert(draft.lines, list[Said])}
    left = {
        box: "\n".join(one for one in text.splitlines() if one not in texts)
        for box, text in boxes.items()
        if box != TAKEN
    }
    for row in AGREED:
        if boxes.get(f"agreed_{row}") in texts:
            left |= {f"agreed_{row}": "", f"owner_{row}": "", f"due_{row}": ""}
    return left
