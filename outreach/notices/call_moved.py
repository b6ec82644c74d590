"""A call has another time or another caller; if we did it, why and that we are sorry."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from claims.answers.answer import Answer
from outreach.call_notice import CALL, because_you_asked, change_it, when, who
from outreach.notice import Kind, Notice, Words


def words(context: Mapping[str, Any], _answer: Answer | None) -> Words:
    reasons = {
        "handed": _("Somebody else will call you, at the same time."),
        "moved": _("We could not keep the time of your call, and we are sorry."),
    }
    why = reasons.get(context["reason"], "")
    said = (why, when(context), who(context), change_it())
    return Words(_("Your call has changed"), tuple(filter(None, said)))


NOTICE = Notice(
    key="call_moved",
    version=1,
    kind=Kind.ASKED,
    about=gettext_noop("A call was moved"),
    words=words,
    why=because_you_asked,
    wants=CALL | {"reason"},
    calendar="REQUEST",
)
