"""What the worker does for outreach. The table is the queue; doing it twice changes nothing."""

import logging

from celery import shared_task
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from accounts.clock import now
from outreach.appeal_telling import tell_of_appeals
from outreach.call_telling import tell_of_calls, tell_of_lateness
from outreach.choice_telling import tell_of_choices
from outreach.data_telling import tell_of_answers
from outreach.dispute_telling import tell_of_disputes
from outreach.document_telling import tell_of_documents
from outreach.effects import measure
from outreach.finding import find_by_what_is_remembered, find_nudges
from outreach.guesses import work_out_lately
from outreach.hand_over import alarm_of_relays
from outreach.order_telling import tell_of_refunds
from outreach.owed_alarm import alarm_of_promises, alarm_of_summaries
from outreach.receipts import take
from outreach.recovering import alarm_of_untouched, open_recoveries
from outreach.scheduling.hold import let_go
from outreach.scheduling.keeping import look_after_cases
from outreach.scheduling.pausing import look_after_pauses
from outreach.scheduling.replace import look_after
from outreach.sending import AT_ONCE, send_due
from outreach.sweep import sweep, sweep_everything
from outreach.talk import tell_of_late
from outreach.understood import ask
from outreach.writing import tell_of_late_answers

logger = logging.getLogger(__name__)

TURNS = 10  # of `AT_ONCE` rows; then other tasks have their turn
RECEIPTS = 500


@shared_task
def send_messages() -> None:
    """Decide about due messages and hand over what may leave. Any number of workers may."""
    for _turn in range(TURNS):
        if send_due(AT_ONCE) == 0:
            return
    hurry_messages()


def hurry_messages() -> None:
    """Ask a worker to go on at once where much is due. Without Redis the timetable does it."""
    try:
        send_messages.apply_async(retry=False, expires=60)
    except (OperationalError, RedisError, OSError):
        logger.warning("no worker was told of due messages; the timetable will")


@shared_task
def read_receipts() -> None:
    """Read what providers said of our messages, and what members texted back."""
    for _one in range(RECEIPTS):
        if not take(now()):
            return


def hurry_receipts() -> None:
    """Ask a worker to read now. Without Redis the timetable does it, a minute later."""
    try:
        read_receipts.apply_async(retry=False, expires=60)
    except (OperationalError, RedisError, OSError):
        logger.warning("no worker was told of a receipt; the timetable will")


@shared_task
def find_news() -> None:
    """Write down what members are to be told, from what came in since the last time."""
    sweep(now())
    tell_of_documents(now())
    tell_of_disputes(now())
    tell_of_appeals(now())
    tell_of_refunds(now())


@shared_task
def find_all_news() -> None:
    """Once a night: look at everything that is followed, whatever changed it."""
    sweep_everything(now())


@shared_task
def look_after_calls() -> None:
    """Own up to calls that nobody made, and tell members what became of theirs.

    Give those another time that were booked into a pause while somebody noted it.
    See to it that somebody looks after each case, and let go of times that are kept no longer.
    """
    look_after(now())
    look_after_pauses(now())
    look_after_cases(now())
    let_go(now())
    alarm_of_relays(now())
    alarm_of_summaries(now())
    alarm_of_promises(now())
    tell_of_calls(now())
    tell_of_lateness(now())


@shared_task
def find_whom_to_write() -> None:
    """Let the rules that run find whom to write to; it is decided later if that may be."""
    find_nudges(now())


@shared_task
def find_whom_to_help() -> None:
    """The same by what members did here, for those where it is early in the morning."""
    find_by_what_is_remembered(now())


@shared_task
def work_out_guesses() -> None:
    """Once a night, from the calls of the day."""
    work_out_lately(now())
    measure(now())


@shared_task
def tell_of_late_promises() -> None:
    """Members read that we are late with what we agreed, before they have to ask."""
    tell_of_late(now())
    tell_of_late_answers(now())
    open_recoveries(now())
    alarm_of_untouched(now())


@shared_task
def tell_of_own_choices() -> None:
    """Members read that a pause lasts, and that what they signed for ends soon."""
    tell_of_choices(now())


@shared_task
def ask_how_it_was() -> None:
    """Three short questions to members for whom something of ours ended well."""
    ask(now())


@shared_task
def tell_of_answers_about_data() -> None:
    """Members read that we did what they asked of their data, without looking for it."""
    tell_of_answers(now())
