"""The facts of a claim, its next steps, and the payer's own words."""

from claims.answers import approval_parts
from claims.answers.answer import DateBasis, Fact, Group, Upcoming
from claims.answers.claim_action import wanted
from claims.answers.claim_case import Case
from claims.answers.claim_date import law
from claims.answers.claim_expected import decision_date
from claims.answers.claim_money import amount
from claims.answers.claim_names import payee
from claims.answers.claim_timeline import newer_on
from claims.answers.request import rows
from claims.answers.words import day, days, join, say, short_day
from claims.answers.words import gettext as _
from claims.asked import State, request_of
from claims.explanations.hold_reasons import HOLD_REASONS
from claims.explanations.state import Family
from claims.explanations.states import STATES
from claims.facts import PORTAL, ClaimState, WaitingFor


def steps(case: Case) -> tuple[Upcoming, ...]:
    """What happens next, each with a date or "no date yet"; only while something is open."""
    if case.doubt or case.family not in (Family.OPEN, Family.PENDED):
        return ()
    found = [_received(case)]
    if case.family is Family.PENDED and case.waiting_for is WaitingFor.MEMBER:
        found.append(Upcoming(text=say(_("You send us {thing}"), thing=wanted(case))))
    elif case.approval and (sent := approval_parts.who_sends(case)):
        found.append(sent)
    elif case.facts.state is not ClaimState.SUBMITTED:
        found.append(_checking(case))
    decide = _expected(case) or law(case) or _("No date yet")
    found.append(Upcoming(text=_("We decide"), when=decide))
    if not case.request:
        paid_to = case.current.payee
        pay = (
            say(_("If we agree, we pay {payee}"), payee=payee(case))
            if paid_to
            else _("If we agree, we pay")
        )
        found.append(Upcoming(text=pay, when=_("No date yet")))
    return tuple(found)


def _expected(case: Case) -> str:
    line = decision_date(case)
    if line.basis is not DateBasis.ESTIMATE or line.on is None:
        return ""
    return say(_("expected by {date}"), date=day(line.on, today=case.today))


def _received(case: Case) -> Upcoming:
    text = _("We received your request") if case.request else _("We received your claim")
    if any(told.received_on and newer_on(told, case) for told in case.facts.history):
        text = _("We received the newest version")
    received_on = case.facts.received_on or case.current.received_on
    if case.facts.state is ClaimState.SUBMITTED:
        return Upcoming(text=text, when=_("No date yet"))
    when = _("We do not have the date")
    if received_on is not None and received_on <= case.today:
        when = day(received_on, today=case.today)
    return Upcoming(text=text, when=when, done=True)


def _checking(case: Case) -> Upcoming:
    if case.facts.state is ClaimState.RECEIVED:
        return Upcoming(text=_("A specialist checks it"), when=_("No date yet"))
    when = ""
    if case.happened_on is not None:
        when = say(_("since {date}"), date=day(case.happened_on, today=case.today))
    return Upcoming(text=_("A specialist is checking it"), when=when)


def details(case: Case) -> tuple[Fact, ...]:
    """What is not stated is said so where people look for it, and left out elsewhere."""
    facts = case.facts
    missing = _("not stated")
    found = [
        Fact(_("Service"), say("{words}", words=facts.service or missing)),
        Fact(_when(case), _service_days(case) or missing),
        Fact(_("Provider"), say("{words}", words=facts.provider or missing)),
        Fact(_("Who it is for"), _patient(case)),
    ]
    if not case.request and not facts.held:  # the amount may be what we check
        found.append(_claimed(case))
    if facts.number:
        found.append(Fact(_("Number"), say("{number}", number=facts.number)))
    if facts.plan.name:
        found.append(Fact(_("Plan"), say("{name}", name=facts.plan.name)))
    found += approval_parts.details(case) if case.approval else _approval(case)
    if case.current.payment_reference:
        reference = say("{number}", number=case.current.payment_reference)
        found.append(Fact(_("Payment number"), reference))
    return tuple(found)


def _when(case: Case) -> str:
    return _("Planned for") if case.approval else _("Date of service")


def _claimed(case: Case) -> Fact:
    """A version that takes an earlier one back states its amounts as negative ones."""
    billed = case.amounts.billed
    if billed is not None and billed < 0:
        return Fact(_("Amount claimed before we took it back"), amount(-billed))
    return Fact(_("Amount claimed"), amount(billed))


def _service_days(case: Case) -> str:
    first = case.facts.service_from
    return days(first, case.facts.service_to, today=case.today) if first else ""


def _patient(case: Case) -> str:
    if case.facts.patient_is_member:
        return _("You")
    return say("{name}", name=case.facts.patient_name or _("not stated"))


def _approval(case: Case) -> list[Fact]:
    """That of a claim: it names the approval it was sent with."""
    facts, found = case.facts, []
    until = facts.authorization_to
    if facts.authorization_number:
        number = say("{number}", number=facts.authorization_number)
        found.append(Fact(_("Approval number"), number))
    if facts.authorization_from and until:
        good = days(facts.authorization_from, until, today=case.today)
        found.append(Fact(_("Approval is good"), good))
    elif until:
        found.append(Fact(_("Approval is good until"), short_day(until, today=case.today)))
    return found


def what_we_need(case: Case) -> tuple[Group, ...]:
    """Each thing with where it stands, where that was looked up."""
    if case.doubt or case.family is not Family.PENDED:
        return ()
    request = request_of(case.facts)
    if case.waiting_for is not WaitingFor.MEMBER or request is None:
        return ()
    states = {slug: State(state) for slug, state in case.facts.sent}
    tasks = rows(case.facts, request, states)
    facts = tuple(Fact(one.title, one.label) for one in tasks)
    return (Group(heading=_("What we need"), facts=facts),)


def payers_words(case: Case) -> tuple[Group, ...]:
    """Verbatim, and labelled as theirs."""
    if not case.current.note or case.current.source == PORTAL:
        return ()
    note = say("{note}", note=case.current.note)
    return (Group(heading=_("In your plan's own words"), note=note),)


def who_says_what(case: Case) -> tuple[Group, ...]:
    """Two sources disagree: both are told, neither is believed."""
    facts = case.facts
    if not facts.conflict:
        return ()
    if len(facts.conflict) == 1:
        words = _("They agree on “{status}”. They do not agree on the amounts.")
        note = say(words, status=_title(case, facts.conflict[0]))
        return (Group(heading=_("What our systems say"), note=note),)
    said = tuple(
        Fact(say(_("One of our systems says ({n})"), n=number), _title(case, state))
        for number, state in enumerate(facts.conflict, start=1)
    )
    return (Group(heading=_("What our systems say"), facts=said),)


def what_we_check(case: Case) -> tuple[Group, ...]:
    """Something is held back: what it is in words, without a number that may be wrong."""
    facts = case.facts
    if not facts.held or facts.conflict:
        return ()
    note = join(_(HOLD_REASONS[facts.held]), _("We do not show it before a person has checked it."))
    return (Group(heading=_("What we are checking"), note=note),)


def _title(case: Case, state: ClaimState) -> str:
    words = STATES[state]
    return _(words.request if case.request and words.request else words.title)
