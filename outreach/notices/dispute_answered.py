"""Somebody looks at what the member said is wrong on a bill, or has answered."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from claims.answers.answer import Answer
from outreach.notice import Kind, Notice, Words


def words(context: Mapping[str, Any], _answer: Answer | None) -> Words:
    if context["what"] == "acknowledged":
        return Words(
            _("We are looking at what you said is wrong on a bill"),
            (_("You do not have to pay that part while we check."),),
        )
    return Words(
        _("We answered what you said is wrong on a bill"),
        (_("Open it, and read our answer under “What we found”."),),
    )


def why(_context: Mapping[str, Any]) -> str:
    return _("You told us that something on a bill is wrong.")


NOTICE = Notice(
    key="dispute_answered",
    version=1,
    kind=Kind.ASKED,
    about=gettext_noop("An answer to what is wrong on a bill"),
    words=words,
    why=why,
    wants=frozenset({"what"}),
    offers_call=True,
)
