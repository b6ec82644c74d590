"""What the member can do about a claim, best first."""

from collections.abc import Iterator

from claims.answers.answer import Option
from claims.answers.appeal_parts import appeal_options
from claims.answers.approval_links import with_our_approval
from claims.answers.approval_options import approval_options, ask_us, doctor_to_doctor
from claims.answers.claim_account import account_of, still_owed
from claims.answers.claim_action import must_send_by, phone, wanted
from claims.answers.claim_appeal import appeals, files_here, late_right
from claims.answers.claim_case import Case
from claims.answers.claim_date import last_date
from claims.answers.claim_money import first_step
from claims.answers.claim_names import provider
from claims.answers.claim_remedy import remedy
from claims.answers.request import send_url
from claims.answers.words import gettext as _
from claims.answers.words import join, money, say
from claims.asked import Task
from claims.explanations.reason import Appeal, Does
from claims.explanations.state import Family
from claims.facts import ClaimState, Program, Urgency, WaitingFor


def options(case: Case) -> tuple[Option, ...]:
    if case.doubt:
        return ()
    if case.on_appeal is not None or case.appeal_won:
        return (*appeal_options(case), ask_us(case))
    if case.appealable:
        return tuple(_after_a_no(case) if case.approval else _after_a_refusal(case))
    if case.family is Family.PENDED and case.waiting_for is WaitingFor.MEMBER:
        return tuple(_to_send(case))
    if case.facts.state is ClaimState.UNKNOWN_CLAIM:
        return (_where_sent(case), _look_again(case))
    if case.family is Family.RETURNED:
        return tuple(_to_bring_it_back(case))
    if case.late:
        return tuple(_when_late(case))
    return tuple(_where_nothing_is_wrong(case))


def _where_nothing_is_wrong(case: Case) -> Iterator[Option]:
    if case.approval:
        yield from approval_options(case)
    elif case.family is Family.PAID and (case.owes or 0) > 0:
        yield _wrong_bill(case)


def _to_bring_it_back(case: Case) -> Iterator[Option]:
    """The provider sends it again; what only the member can put right comes first."""
    does = first_step(case)
    if does in (Does.IDENTITY, Does.COVERAGE, Does.ENROLMENT):
        yield remedy(does, case)
    yield _ask_provider(case)
    yield ask_us(case)


def _after_a_refusal(case: Case) -> Iterator[Option]:
    if case.last_chance:
        yield from _tonight(case)
    found = tuple(with_our_approval(case))
    yield from found
    does = first_step(case)
    if does and not (found and does is Does.APPROVAL):  # late approval of what was approved
        yield remedy(does, case)
    yield ask_us(case)
    if not _begins_with_the_appeal(case) and (case.appeal > Appeal.NONE or not case.owes_nothing):
        yield from appeals(case)
    if case.facts.state is ClaimState.DENIED:
        yield _do_nothing(case)


def _after_a_no(case: Case) -> Iterator[Option]:
    """A request that we did not approve, or not as it was asked for."""
    if case.last_chance:
        yield from _tonight(case)
    ways = [] if _begins_with_the_appeal(case) else list(appeals(case))
    if case.facts.urgency is Urgency.URGENT:
        ways.sort(key=lambda way: way.kind != "fast-appeal")  # what cannot wait stands first
        if ways and ways[0].kind == "fast-appeal":
            yield ways.pop(0)
    if case.facts.plan.program is not Program.ORIGINAL_MEDICARE:
        yield doctor_to_doctor(case)
    yield ask_us(case)
    yield from ways
    if case.facts.state is ClaimState.DENIED:
        yield _do_nothing(case)


def _begins_with_the_appeal(case: Case) -> bool:
    """On its last day an appeal stands before the calls, which may come too late."""
    return case.last_chance and files_here(case)


def _tonight(case: Case) -> Iterator[Option]:
    """What still counts on the last day, before all that can wait."""
    if _begins_with_the_appeal(case):
        yield from appeals(case)
    else:
        yield _call_now(case)


def _call_now(case: Case) -> Option:
    """True as far as it goes: whether a call request is an appeal in time, counsel must say."""
    return Option(
        kind="call-now",
        title=_("Ask for a call now"),
        text=join(
            _("We write down the time you asked."),
            _("We cannot say here if that counts as an appeal."),
        ),
        last_date=last_date(case),
        url=case.call_url,
        button=_("Ask for a call"),
    )


def _do_nothing(case: Case) -> Option:
    if case.request:
        text = _("The decision stays. Your plan may not pay if you get the care.")
    elif case.owes_nothing:
        text = _("The decision stays. You owe $0.")
    elif account_of(case) is not None and not still_owed(case):
        text = _("The decision stays. Nothing is left to pay.")
    elif case.owes is None:
        text = say(
            _("The decision stays. You may have to pay {provider}."),
            provider=provider(case.facts),
        )
    else:
        text = say(
            _("The decision stays. You may have to pay {amount} to {provider}."),
            amount=money(still_owed(case) or 0),
            provider=provider(case.facts),
        )
    return Option(kind="nothing", title=_("Do nothing"), text=text)


def _to_send(case: Case) -> Iterator[Option]:
    url, wants = send_url(case.facts.id), case.current.wanted.split("\n")
    one = f"{url}{Task(wants[0]).slug}/" if len(wants) == 1 else ""
    yield Option(
        kind="send",
        title=say(_("Send us {thing}"), thing=wanted(case)),
        text=_("You can send files or photos, or answer here. You see what we have at once."),
        url=one or url,
        button=_("Send it") if one else _("Send what we need"),
    )
    yield Option(
        kind="instead",
        title=_("I do not have this"),
        text=_("Tell us what you have instead. A person says if it will do."),
        url=f"{one}instead/" if one else url,
        button=_("Tell us what you have"),
    )
    if must_send_by(case) is not None:
        yield Option(
            kind="more-time",
            title=_("I need more time"),
            text=_("Ask us before the date. We tell you at once if you can move it yourself."),
            url=f"{url}#more-time",
            button=_("Ask for more time"),
        )


def _ask_provider(case: Case) -> Option:
    return Option(
        kind="provider",
        title=say(_("Ask {provider} about it"), provider=provider(case.facts)),
        text=_("They can see why it came back, and send it again."),
    )


def _where_sent(case: Case) -> Option:
    return Option(
        kind="provider",
        title=say(_("Ask {provider} which plan they sent it to"), provider=provider(case.facts)),
        text=_("They can tell you the plan, the day and the number. If it was us, ask for a copy."),
    )


def _look_again(case: Case) -> Option:
    return Option(
        kind="look-again",
        title=_("Ask us to look again"),
        text=_("Tell us the day of the care and the number on your bill."),
        url=case.call_url,
        button=_("Ask for a call"),
    )


def _when_late(case: Case) -> Iterator[Option]:
    yield Option(
        kind="call",
        title=_("Call us"),
        text=say(_("Call {phone}. A person finds out what is holding it up."), phone=phone(case)),
        url=case.call_url,
        button=_("Ask for a call"),
    )
    right = late_right(case)
    if not right:
        return
    acts = case.facts.plan.program is not Program.PART_D  # there we must act, not the member
    yield Option(
        kind="right",
        title=_("Your right when we are late"),
        text=right,
        last_date=_("Ask us for your last date.") if acts else "",
        url=case.call_url if acts else "",
        button=_("Ask for a call about this right") if acts else "",
    )


def _wrong_bill(case: Case) -> Option:
    return Option(
        kind="wrong-bill",
        title=_("My bill says something else"),
        text=_("Tell us what your bill says. We check it with the provider."),
        url=case.call_url,
        button=_("This does not match my bill"),
    )
