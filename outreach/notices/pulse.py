"""Three short questions. About what stands only on the page that asks them."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from claims.answers.answer import Answer
from outreach.models import Pulse
from outreach.notice import Kind, Notice, Words


def words(_context: Mapping[str, Any], _answer: Answer | None) -> Words:
    return Words(
        _("May we ask you three short questions?"),
        (
            _("We did something for you, and would like to know how it was."),
            _("You do not have to answer. We ask once."),
        ),
    )


def still(context: Mapping[str, Any]) -> bool:
    """Asked when it is sent: they have not answered, and nothing is owed to them since."""
    return Pulse.objects.fitting().filter(pk=UUID(context["pulse"])).exists()


NOTICE = Notice(
    key="pulse",
    version=1,
    kind=Kind.ASKED,
    about=gettext_noop("Three short questions"),
    words=words,
    why=lambda _context: _(
        "We did something that we said we would do, settled a bill, or put something right."
    ),
    wants=frozenset({"pulse"}),
    still=still,
)
