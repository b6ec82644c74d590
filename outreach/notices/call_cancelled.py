"""A call that was booked will not be; the member's calendar lets it go."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from claims.answers.answer import Answer
from outreach.call_notice import CALL, because_you_asked
from outreach.notice import Kind, Notice, Words


def words(context: Mapping[str, Any], _answer: Answer | None) -> Words:
    if context["reason"] == "lapsed":
        return Words(
            _("Your call has changed"),
            (
                _("We could not keep the time of your call, and we are sorry."),
                _("Whoever is free first calls you. Your account says by which day."),
            ),
        )
    if context["reason"] == "called":
        return Words(
            _("We have talked before the time of your call"),
            (_("So we do not call at that time, and it leaves your calendar."),),
        )
    return Words(_("Your call is cancelled"), (_("You can ask for another at any time."),))


NOTICE = Notice(
    key="call_cancelled",
    version=1,
    kind=Kind.ASKED,
    about=gettext_noop("A call was cancelled"),
    words=words,
    why=because_you_asked,
    wants=CALL | {"reason"},
    calendar="CANCEL",
    offers_call=True,
)
