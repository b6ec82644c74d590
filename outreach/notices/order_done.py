"""What a member chose or asked about an order was carried out, or its money was sent back."""

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
        filled(_("There is news about {thing}"), thing=thing(answer)),
        (plain(answer.headline), plain(answer.date.sentence), _("Open it to read the rest.")),
    )


def why(_context: Mapping[str, Any]) -> str:
    return _(
        "You chose what should happen to this order, told us that it is not there, "
        "or had a right to its money."
    )


NOTICE = Notice(
    key="order_done",
    version=1,
    kind=Kind.ASKED,
    about=gettext_noop("What a member chose about an order is done"),
    words=words,
    why=why,
)
