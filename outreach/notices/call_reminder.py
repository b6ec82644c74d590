"""A call comes: the day before and an hour before, if it is still booked for that time then."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from claims.answers.answer import Answer
from outreach.call_notice import CALL, because_you_asked, change_it, still_on, when, who
from outreach.notice import Kind, Notice, Words


def words(context: Mapping[str, Any], _answer: Answer | None) -> Words:
    return Words(_("Your call is coming up"), (when(context), who(context), change_it()))


NOTICE = Notice(
    key="call_reminder",
    version=1,
    kind=Kind.ASKED,
    about=gettext_noop("A call comes up"),
    words=words,
    why=because_you_asked,
    wants=CALL,
    still=still_on,
    lasts=dt.timedelta(minutes=50),
)
