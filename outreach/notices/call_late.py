"""Whoever calls is still on another call: that we are a little late, and still call."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from claims.answers.answer import Answer
from outreach.call_notice import CALL, because_you_asked, still_on, when
from outreach.notice import Kind, Notice, Words, filled


def words(context: Mapping[str, Any], _answer: Answer | None) -> Words:
    busy = filled(_("{name} is still on another call."), name=context["name"])
    choose = _("You can wait, or change or cancel the call in your account.")
    return Words(_("We are a few minutes late"), (busy, when(context), choose))


NOTICE = Notice(
    key="call_late",
    version=1,
    kind=Kind.ASKED,
    about=gettext_noop("A call begins a little late"),
    words=words,
    why=because_you_asked,
    wants=CALL,
    still=still_on,
)
