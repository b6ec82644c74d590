"""An appeal was decided: what was decided, and what can be done next, stand in the portal only."""

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
        filled(_("There is an answer to your appeal about {thing}"), thing=thing(answer)),
        (
            plain(answer.headline),
            plain(answer.action.sentence),
            _("Open it to read what was decided, and what you can do."),
        ),
    )


def why(_context: Mapping[str, Any]) -> str:
    return _("We tell every member when their appeal is decided.")


NOTICE = Notice(
    key="appeal_decided",
    version=1,
    kind=Kind.ASKED,
    about=gettext_noop("There is an answer to an appeal"),
    words=words,
    why=why,
    wants=frozenset({"appeal"}),
    offers_call=True,
)
