"""What we ask a member for, as its pages say it: each thing, by when, why, and what follows."""

import datetime as dt
from collections.abc import Mapping

from msgspec import Struct

from claims.answers.answer import Tag
from claims.answers.words import day, first_upper, join, plain, say
from claims.answers.words import gettext as _
from claims.asked import Request, State, Task
from claims.explanations import tasks
from claims.explanations.documents import in_words
from claims.explanations.tasks import By, words_of
from claims.facts import ClaimFacts

TAGS = {
    State.NOT_SENT: Tag.WAITING_FOR_YOU,
    State.CHECKING: Tag.CHECKING,
    State.HAVE: Tag.DONE,
    State.PROBLEM: Tag.WAITING_FOR_YOU,
}


class TaskRow(Struct, frozen=True, kw_only=True):
    """One thing to send. ``by`` is how; ``title`` stands alone, ``thing`` inside a sentence."""

    slug: str
    url: str
    title: str
    thing: str
    hint: str
    why: str
    by: By
    state: State
    tag: Tag
    label: str


class MoreTime(Struct, frozen=True, kw_only=True):
    """``button`` is "" where a person has to be asked."""

    sentence: str
    button: str = ""


def task_row(facts: ClaimFacts, task: Task, state: State) -> TaskRow:
    words = words_of(task.line)
    unsaid = words is tasks.NOBODY_SAID
    thing = in_words(task.line) if task.line else _("the information that we asked for")
    return TaskRow(
        slug=task.slug,
        url=f"{send_url(facts.id)}{task.slug}/",
        title=_("We need something from you") if unsaid else say("{x}", x=first_upper(thing)),
        thing=say("{x}", x=thing),
        hint=_(words.hint),
        why=_(words.why),
        by=words.by,
        state=state,
        tag=TAGS[state],
        label=label(state),
    )


def send_url(claim: str) -> str:
    return f"/claims/{claim}/send/"


def rows(facts: ClaimFacts, request: Request, states: Mapping[str, State]) -> tuple[TaskRow, ...]:
    """Without ``states`` as if nothing had come."""
    return tuple(
        task_row(facts, task, states.get(task.slug, State.NOT_SENT)) for task in request.tasks
    )


def label(state: State) -> str:
    if state is State.HAVE:
        return _("We have it")
    if state is State.CHECKING:
        return _("We are checking the file")
    if state is State.PROBLEM:
        return _("There is a problem")
    return _("Not sent yet")


def over(request: Request, states: Mapping[str, State]) -> str:
    """Why nothing has to be sent now; "" while the claim waits for it."""
    if all(state is State.HAVE for state in states.values()):
        return _("You do not need to send anything now. We have what we asked for.")
    if not request.open:
        still = _("You can still send it. A person looks at it then, and answers you.")
        return join(_("We do not wait for this now."), still)
    return ""


def what_follows(facts: ClaimFacts, by: By = By.FILES) -> tuple[str, ...]:
    """What happens after it is sent."""
    back = _("When we have everything, your claim goes back to the specialist.")
    if by is By.FILES:
        checked = _("We check each file, most of them within a few minutes.")
        return (join(checked, _("We tell you if we cannot use one.")), back)
    return (_("We have your answers as soon as you send them."), back)


def more_time(request: Request, to: dt.date | None, today: dt.date) -> MoreTime | None:
    """None where there is no day to move."""
    if not request.open or request.by is None:
        return None
    if to is not None:
        date = day(to, today=today)
        return MoreTime(
            sentence=say(_("You can move your date once, to {date}."), date=date),
            button=plain(say(_("Move my date to {date}"), date=date)),
        )
    ask = _("If you need more time, ask us. A person decides, and tells you.")
    if request.moved_to is not None and request.by >= today:
        date = day(request.moved_to, today=today)
        return MoreTime(sentence=join(say(_("We moved your date to {date}."), date=date), ask))
    if request.by < today:
        ask = _("The date has passed, but we still take it. Send it as soon as you have it.")
    return MoreTime(sentence=ask)
