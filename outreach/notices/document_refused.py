"""We could not use something that the member sent. Its name is said nowhere but on their page."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from claims.answers.answer import Answer
from outreach.notice import Kind, Notice, Words, filled, thing


def words(context: Mapping[str, Any], answer: Answer | None) -> Words:
    number = context["files"]
    title = _("We could not use something that you sent")
    if answer:
        title = filled(
            _("We could not use something that you sent for {thing}"), thing=thing(answer)
        )
    count = ngettext(
        "There is a problem with {n} file that you sent.",
        "There is a problem with {n} files that you sent.",
        number,
    )
    told = [filled(count, n=number), _("Open it to read why, and what you can do.")]
    if context["again"]:
        told.append(_("A specialist sees this too, because it was not the first time."))
    return Words(title, tuple(told))


def why(_context: Mapping[str, Any]) -> str:
    return _("You sent us something, and we tell you when we cannot use it.")


NOTICE = Notice(
    key="document_refused",
    version=1,
    kind=Kind.ASKED,
    about=gettext_noop("A file that we could not use"),
    words=words,
    why=why,
    wants=frozenset({"documents", "files", "again"}),
    offers_call=True,
)
"""``context``: "documents" is what they were sent for, "files" how many failed, and "again" whether
others did before."""
