"""Why a message was not sent, or waits: a code in the row, a sentence for whoever reads it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

REASONS = {
    # It waits
    "quiet_hours": gettext_noop("It waits for the morning, because we send nothing at night."),
    "stopped": gettext_noop("It waits, because we stopped all messages of this kind for now."),
    "daily_cap": gettext_noop("It waits for tomorrow, because one message a day is enough."),
    # It was not sent
    "not_allowed": gettext_noop("We did not send it, because you did not allow it."),
    "too_late": gettext_noop("We did not send it, because it was too late to help."),
    "silenced": gettext_noop("We did not send it, because all your messages are stopped."),
    "no_way": gettext_noop("We did not send it, because you no longer get messages that way."),
    "already_acted": gettext_noop("We did not send it, because it was not needed any more."),
    "call_booked": gettext_noop("We did not send it, because we are going to call you."),
    "call_recent": gettext_noop("We did not send it, because we called you lately."),
    "told_lately": gettext_noop("We did not send it, because we told you the same lately."),
    "enough": gettext_noop("We did not send it, because you had enough messages that week."),
    "held_out": gettext_noop(
        "We did not send it: a few people do not get it, so that we learn if it helps."
    ),
    "private": gettext_noop("We did not send it, because it is about something private."),
    "not_yours": gettext_noop("We did not send it, because it is not in your account any more."),
}


def reason_words(code: str) -> str:
    return _(REASONS[code]) if code in REASONS else code
