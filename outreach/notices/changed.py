"""Tell me when this changes: the member pressed that, and now it changed."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from claims.answers.answer import Answer
from claims.answers.words import plain
from outreach.notice import Kind, Notice, Words, filled, thing


def words(_context: Mapping[str, Any], answer: Answer | None) -> Words:
    assert answer is not None
    said = (answer.headline, answer.action.sentence, answer.date.sentence)
    return Words(
        filled(_("There is news about {thing}"), thing=thing(answer)),
        tuple(plain(one) for one in said if one),
    )


def why(_context: Mapping[str, Any]) -> str:
    return _("You asked us to tell you when this changes.")


NOTICE = Notice(
    key="changed",
    version=1,
    kind=Kind.ASKED,
    about=gettext_noop("Tell me when this changes"),
    words=words,
    why=why,
)
