"""Somebody else looks after a thing from now on: who, why, and that nobody begins anew."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from claims.answers.answer import Answer
from outreach.notice import Kind, Notice, Words, filled, thing


def words(context: Mapping[str, Any], answer: Answer | None) -> Words:
    name = context["name"] or _("A supervisor")
    reasons = {
        "skill": _("They know more about this."),
        "language": _("They speak your language."),
        "load": _("The person before them has too many other cases to give yours its time."),
        "wish": _("You asked for somebody else."),
        "away": _("The person before them is away."),
    }
    return Words(
        filled(_("Somebody else looks after {thing}"), thing=thing(answer)),
        (
            filled(_("{name} looks after this for you now."), name=name),
            reasons[context["reason"]],
            _("They can read what you told us. You do not have to start from the beginning."),
        ),
    )


def why(_context: Mapping[str, Any]) -> str:
    return _("You talked with us about this, and somebody looks after it for you.")


NOTICE = Notice(
    key="case_passed",
    version=1,
    kind=Kind.ASKED,
    about=gettext_noop("Somebody else looks after a case"),
    words=words,
    why=why,
    wants=frozenset({"name", "reason"}),
    offers_call=True,
)
