"""A summary is there. What was said on the phone stands only on the page of the call."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from claims.answers.answer import Answer
from outreach.notice import Kind, Notice, Words


def words(_context: Mapping[str, Any], _answer: Answer | None) -> Words:
    return Words(
        _("There is a summary of your call"),
        (
            _("We wrote down what you told us, what we told you and what we agreed."),
            _("Read it, and tell us if a line is not right."),
        ),
    )


def why(_context: Mapping[str, Any]) -> str:
    return _("We send every member a summary of a call.")


NOTICE = Notice(
    key="summary",
    version=1,
    kind=Kind.ASKED,
    about=gettext_noop("A summary of a call"),
    words=words,
    why=why,
    wants=frozenset({"summary"}),
)
