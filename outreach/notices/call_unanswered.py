"""We called and nobody picked up: what we do next."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from claims.answers.answer import Answer
from outreach.call_notice import CALL, because_you_asked, change_it, when
from outreach.notice import Kind, Notice, Words


def words(context: Mapping[str, Any], _answer: Answer | None) -> Words:
    steps = {
        "soon": (_("We try again in about 10 minutes."),),
        "later": (_("You keep your place."), when(context), change_it()),
        "never": (_("You can ask for another call when it suits you."),),
    }
    return Words(_("We called you and did not reach you"), steps[context["next"]])


NOTICE = Notice(
    key="call_unanswered",
    version=1,
    kind=Kind.ASKED,
    about=gettext_noop("Nobody picked up"),
    words=words,
    why=because_you_asked,
    wants=CALL | {"next"},
    calendar="REQUEST",
    offers_call=True,
)
