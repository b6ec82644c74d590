"""What a member signed for ends by itself in a month. What it was stands on its page alone."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.clock_words import full_day
from claims.answers.answer import Answer
from outreach.notice import Kind, Notice, Words, date_in, filled


def words(context: Mapping[str, Any], _answer: Answer | None) -> Words:
    last = full_day(date_in(context, "last"))
    return Words(
        filled(_("Something you signed for ends after {day}"), day=last),
        (
            _("After that day we stop by ourselves. You need not do anything for that."),
            _("If you want it to go on, read it again and sign it again before then."),
        ),
    )


def why(_context: Mapping[str, Any]) -> str:
    return _("What you sign for ends after 12 months. We remind you a month before.")


NOTICE = Notice(
    key="consent_ends",
    version=1,
    kind=Kind.ASKED,
    about=gettext_noop("Something that was signed for ends soon"),
    words=words,
    why=why,
    wants=frozenset({"choices", "last"}),
)
