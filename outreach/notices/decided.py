"""A decision about a claim: the member is told the same day, whatever else they chose."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from claims.answers.answer import Answer
from claims.answers.words import plain
from outreach.notice import Kind, Notice, Words, filled, thing


def words(_context: Mapping[str, Any], answer: Answer | None) -> Words:
    assert answer is not None
    return Words(
        filled(_("There is a decision about {thing}"), thing=thing(answer)),
        (
            plain(answer.headline),
            plain(answer.action.sentence),
            _("Open it to read why, and what you can do."),
        ),
    )


def why(_context: Mapping[str, Any]) -> str:
    return _("We tell every member when there is a decision about a claim of theirs.")


NOTICE = Notice(
    key="decided",
    version=1,
    kind=Kind.ASKED,
    about=gettext_noop("There is a decision"),
    words=words,
    why=why,
)
