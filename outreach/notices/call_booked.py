"""A call was booked: when and who, with an invitation for the member's calendar."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from claims.answers.answer import Answer
from outreach.call_notice import CALL, because_you_asked, change_it, when, who
from outreach.notice import Kind, Notice, Words


def words(context: Mapping[str, Any], _answer: Answer | None) -> Words:
    return Words(_("We will call you"), (when(context), who(context), change_it()))


NOTICE = Notice(
    key="call_booked",
    version=1,
    kind=Kind.ASKED,
    about=gettext_noop("A call was booked"),
    words=words,
    why=because_you_asked,
    wants=CALL,
    calendar="REQUEST",
)
