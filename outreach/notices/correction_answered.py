"""A correction has an answer. What was said on the phone stands only on the page of the call."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from claims.answers.answer import Answer
from outreach.notice import Kind, Notice, Words


def words(_context: Mapping[str, Any], _answer: Answer | None) -> Words:
    return Words(
        _("We answered what you corrected"),
        (
            _("You told us that something in the summary of your call is not right."),
            _("Open the summary to read our answer."),
        ),
    )


def why(_context: Mapping[str, Any]) -> str:
    return _("You corrected the summary of a call.")


NOTICE = Notice(
    key="correction_answered",
    version=1,
    kind=Kind.ASKED,
    about=gettext_noop("An answer to a correction"),
    words=words,
    why=why,
    wants=frozenset({"summary"}),
)
