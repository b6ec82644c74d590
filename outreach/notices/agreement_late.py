"""We are late with what was agreed. What was said stands only on the page of the call."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from claims.answers.answer import Answer
from outreach.notice import Kind, Notice, Words


def words(_context: Mapping[str, Any], _answer: Answer | None) -> Words:
    return Words(
        _("We are late with something that we agreed"),
        (
            _("We said by which day we would do something. That day has passed. We are sorry."),
            _("A manager sees it too. Open the summary of your call to read what it is."),
        ),
    )


def why(_context: Mapping[str, Any]) -> str:
    return _("We tell you when we are late with what we agreed, before you have to ask.")


NOTICE = Notice(
    key="agreement_late",
    version=1,
    kind=Kind.ASKED,
    about=gettext_noop("We are late with what we agreed"),
    words=words,
    why=why,
    wants=frozenset({"summary"}),
)
