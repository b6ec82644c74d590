"""What is held back, in finished words for those who settle it.

A guarded claim is named by its number, its states and its amounts alone: what was done, and by
whom, is for its member.
"""

import datetime as dt

import msgspec
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop
from msgspec import Struct
from msgspec.structs import replace

from claims import person_name
from claims.answers.answer import Fact, Moment, Table
from claims.answers.claim import claim_answer
from claims.answers.claim_case import case_of
from claims.answers.person import portal_hours
from claims.answers.words import clock, day, join, local_date, money, say
from claims.explanations.hold_reasons import CLUES, HOLD_LABELS, HOLD_REASONS
from claims.explanations.reason import Words
from claims.explanations.states import STATES
from claims.facts import ClaimFacts, ClaimState, Evidence, Guard, Happening, HoldReason
from claims.models import Hold, HoldDecision
from claims.store.outcomes import Preview, Resolution
from claims.store.releases import Release, record_of

NOTHING = "—"
NAMED_STATES = frozenset(state.value for state in ClaimState)
RELEASES: dict[Release, Words] = {
    Release.ARRIVED: noop("What it takes back arrived, so this record landed."),
    Release.REPLACED: noop("A newer record of the same source took its place."),
    Release.AGREED: noop("The sources no longer contradict each other in this."),
    Release.LANDED: noop("The same record came again, and it was sound."),
}


class HoldRow(Struct, frozen=True, kw_only=True):
    """One row of the list."""

    url: str
    thing: str
    reason: str
    source: str
    member: str
    state: str
    promise: str
    late: bool


def hold_row(hold: Hold, today: dt.date) -> HoldRow:
    return HoldRow(
        url=hold.get_absolute_url(),
        thing=thing(hold),
        reason=_(HOLD_LABELS[HoldReason(hold.reason)]),
        source=hold.source_id,
        member=hold.claim.member.number,
        state=str(hold.get_state_display()),
        promise=promise(hold, today),
        late=is_late(hold, today),
    )


def thing(hold: Hold) -> str:
    return say(_("Claim {number}"), number=hold.claim.number or hold.external_key)


def is_late(hold: Hold, today: dt.date) -> bool:
    return hold.state in Hold.OPEN and hold.due_on < today


def promise(hold: Hold, today: dt.date) -> str:
    """By when the member reads more; for what is settled, when it was."""
    if hold.settled_at:
        on = local_date(hold.settled_at, portal_hours().zone)
        return say(_("Settled on {date}."), date=day(on, today=today))
    words = _("Late: we said by {date}.") if is_late(hold, today) else _("We said by {date}.")
    return say(words, date=day(hold.due_on, today=today))


def what_is_wrong(hold: Hold) -> str:
    return _(HOLD_REASONS[HoldReason(hold.reason)])


def where_from(hold: Hold, today: dt.date) -> tuple[Fact, ...]:
    """Which file said it, when and on which line; whose claim it is."""
    found = [
        Fact(_("Source"), say("{slug}", slug=hold.source_id)),
        Fact(_("File"), say("{name}", name=hold.batch.file_name), hold.batch.get_absolute_url()),
    ]
    if hold.line:
        found.append(Fact(_("Line"), say("{n}", n=f"{hold.line:,}")))
    found += [
        Fact(_("Came in"), at_words(hold.opened_at, today)),
        Fact(_("Member number"), say("{number}", number=hold.claim.member.number or NOTHING)),
    ]
    found += names(hold)
    if hold.asked_again_at:
        found.append(Fact(_("Asked for again"), at_words(hold.asked_again_at, today)))
    return tuple(found)


def names(hold: Hold) -> tuple[Fact, ...]:
    """Both names, where whether they are one person's is what has to be decided."""
    if hold.reason != HoldReason.ANOTHER_NAME:
        return ()
    stated = [record_of(hold).called] if hold.record else person_name.read(hold.claim.called)
    said = [
        " ".join(filter(None, (one.first, one.middle, one.last, one.suffix)))
        for one in stated
        if one
    ]
    return (
        Fact(_("Name in the record"), say("{name}", name=", ".join(said))),
        Fact(_("Name that the plan has"), say("{name}", name=hold.claim.member.legal_name)),
    )


def at_words(at: dt.datetime, today: dt.date) -> str:
    zone = portal_hours().zone
    return say(
        _("{time} on {date}"),
        time=clock(at, zone),
        date=day(local_date(at, zone), today=today),
    )


def evidence(hold: Hold) -> Table | None:
    """What does not fit; None where the statements below say it all."""
    rows = msgspec.convert(hold.evidence, tuple[Evidence, ...])
    if not rows:
        return None
    return Table(
        caption=_("What does not fit"),
        head=(_("What"), _("Expected"), _("Found")),
        rows=tuple(
            (say(_(CLUES[one.clue]), line=one.line or ""), value(one.expected), value(one.found))
            for one in rows
        ),
    )


def value(found: int | str | None) -> str:
    """Cents as money, a state as our pages call it, any other code as it came."""
    if found is None:
        return _("not stated")
    if isinstance(found, int):
        return money(found)
    return state_words(found) if found in NAMED_STATES else say("{code}", code=found)


def state_words(state: str) -> str:
    return _(STATES[ClaimState(state)].title)


def statements(hold: Hold, facts: ClaimFacts, today: dt.date) -> Table:
    """What each source says, side by side: what came first, then what we have, newest first."""
    came = [record_of(hold).happening] if hold.record else []
    said = [told for told in facts.history if told.event_id in hold.events]
    rest = [told for told in facts.history if told.event_id not in hold.events]
    return Table(
        caption=_("What each record says"),
        head=(_("Record"), _("Says"), _("From"), _("Billed"), _("Paid"), _("The member owes")),
        rows=tuple(
            (
                say(words, source=told.source),
                state_words(told.state),
                day(told.effective_on, today=today) if told.effective_on else _("not stated"),
                *amounts(told),
            )
            for words, some in (
                (_("Held back, {source}"), came),
                (_("In doubt, {source}"), said),
                (_("We have, {source}"), rest),
            )
            for told in some
        ),
    )


def amounts(told: Happening) -> tuple[str, str, str]:
    return (
        value(told.amounts.billed),
        value(told.amounts.plan_paid),
        value(told.amounts.member_owes),
    )


def readings(preview: Preview, at: dt.datetime, zone: str) -> Table:
    """What the member reads now, and after each resolution."""
    used, kept = preview.after(Resolution.USE), preview.after(Resolution.KEEP)
    columns = [(_("Now"), preview.now)]
    if used:
        columns.append((str(Resolution.USE.label), used.facts))
    columns.append((str(Resolution.KEEP.label), kept.facts if kept else None))
    read = [reading(facts, at, zone) for _label, facts in columns]
    labels = (
        _("Status"),
        _("Sentence"),
        _("To do"),
        _("Date"),
        _("Paid"),
        _("The member owes"),
    )
    return Table(
        caption=_("What the member reads"),
        head=(_("What"), *(label for label, _facts in columns)),
        rows=tuple((label, *cells) for label, *cells in zip(labels, *read, strict=True)),
    )


def reading(facts: ClaimFacts | None, at: dt.datetime, zone: str) -> tuple[str, ...]:
    """The words of the claim's own page; of a guarded one without the names in them."""
    if facts is None or facts.state is ClaimState.HIDDEN:
        return (_("Nothing: the claim is not shown"), *(NOTHING,) * 5)
    if facts.guard is not Guard.NONE:
        facts = without_names(facts)
    answer = claim_answer(facts, now=at, zone=zone)
    case = case_of(facts, now=at, zone=zone)
    paid, owes = (NOTHING, NOTHING)
    if not case.doubt:
        paid, owes = value(case.amounts.plan_paid), value(case.owes)
    sentences = join(answer.headline, answer.call)
    return (
        answer.tag_label,
        sentences,
        answer.action.sentence,
        answer.date.sentence,
        paid,
        owes,
    )


def without_names(facts: ClaimFacts) -> ClaimFacts:
    """Nobody who gave care, no kind of care, no paper that would name it."""
    said = facts.current and replace(facts.current, wanted="", note="")
    return replace(facts, provider="", service="", patient_name="", current=said)


def past(decisions: list[HoldDecision], today: dt.date) -> tuple[Moment, ...]:
    """What was decided, newest first, by whom and why."""
    return tuple(
        Moment(
            title=step(one),
            when=at_words(one.at, today),
            iso=one.at.isoformat(),
            who=say("{email}", email=one.by.email) if one.by else "",
            text=_(RELEASES[Release(one.why)]) if released(one) else say("{why}", why=one.why),
        )
        for one in reversed(decisions)
    )


def step(decision: HoldDecision) -> str:
    said = say("{what}", what=str(decision.get_what_display()))
    if not decision.resolution:
        return said
    return join(f"{said}:", say("{how}", how=str(decision.get_resolution_display())))


def released(decision: HoldDecision) -> bool:
    return decision.what == HoldDecision.What.RELEASED
