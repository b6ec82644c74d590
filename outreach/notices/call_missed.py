"""We said that we would call and did not: that we are sorry, and who calls instead."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from claims.answers.answer import Answer
from outreach.call_notice import CALL, because_you_asked, change_it, when, who
from outreach.notice import Kind, Notice, Words


def words(context: Mapping[str, Any], _answer: Answer | None) -> Words:
    sorry = _("We said we would call you. We did not. We are sorry.")
    if context["booking"]:
        return Words(_("We did not call you"), (sorry, when(context), who(context), change_it()))
    first = _("Whoever is free first calls you. Your account says by which day.")
    return Words(_("We did not call you"), (sorry, first))


NOTICE = Notice(
    key="call_missed",
    version=1,
    kind=Kind.ASKED,
    about=gettext_noop("We missed a call"),
    words=words,
    why=because_you_asked,
    wants=CALL,
    calendar="REQUEST",
)
