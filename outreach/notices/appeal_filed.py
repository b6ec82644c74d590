"""An appeal came: its number and the time stand on its page, and leave the portal by no message."""

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
        filled(_("We have your appeal about {thing}"), thing=thing(answer)),
        (
            plain(answer.headline),
            plain(answer.date.sentence),
            _("Open it to see its number, the time at which we got it, and what you sent."),
        ),
    )


def why(_context: Mapping[str, Any]) -> str:
    return _("You sent us an appeal.")


NOTICE = Notice(
    key="appeal_filed",
    version=1,
    kind=Kind.ASKED,
    about=gettext_noop("We have your appeal"),
    words=words,
    why=why,
    wants=frozenset({"appeal"}),
)
