"""The texts that members were shown, published once a version and language, and never changed."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db.models import Max
from django.utils import translation
from django.utils.translation import gettext
from msgspec import Struct

from accounts.consent.catalogue import PURPOSES, Purpose
from accounts.models import Wording

PUBLISHED = Path(__file__).with_name("published.txt")
"""Every text of every version: purpose, version, language, SHA-256. Lines are only ever added."""


class Change(Struct, frozen=True):
    """Why a version of a purpose's words differs from the one before it, and whether it matters.

    ``material``: who agreed before is asked again. Two people say so.
    """

    purpose: str
    version: int
    material: bool
    note: str
    author: str
    approver: str


FIRST = Change("", 1, True, "The first wording.", "product", "privacy office")
CHANGES: tuple[Change, ...] = (
    Change(
        "draft_summaries",
        2,
        True,
        "Drafts come from transcripts of calls too, and the first wording named only notes.",
        "product",
        "privacy office",
    ),
)
"""Every version after the first, of every purpose."""


class WordingChanged(RuntimeError):
    """The catalogue's words differ from those published under the same version."""


def material(purpose: str) -> int:
    """The version since which a yes counts."""
    return max((c.version for c in CHANGES if c.purpose == purpose and c.material), default=1)


def material_at(at: dt.datetime) -> Callable[[str], int]:
    """The same as it was at an instant, by what had been published. One query."""
    published = Wording.objects.filter(material=True, published_at__lte=at)
    since = dict(published.values_list("purpose").annotate(Max("version")).order_by())
    return lambda purpose: since.get(purpose, 1)


def text(purpose: Purpose, language: str) -> str:
    """What a switch says, whole, in one language."""
    with translation.override(language):
        lines = [purpose.name, purpose.sentence, gettext("Who sees it: %s") % purpose.who_sees]
        return "\n".join(map(str, lines))


def shown(purpose: Purpose, language: str) -> Wording:
    """The published text that a member reads now; the first asking publishes it."""
    if language not in dict(settings.LANGUAGES):
        language = settings.LANGUAGES[0][0]
    asked = {"purpose": purpose.key, "version": purpose.version, "language": language}
    found = Wording.objects.filter(**asked).first()
    return found or _publish(purpose, language)


def publish() -> None:
    """Publish what the catalogue says now; refuse when it says a published version otherwise."""
    published = {
        (one.purpose, one.version, one.language): one.text for one in Wording.objects.all()
    }
    for purpose in PURPOSES.values():
        for language, _name in settings.LANGUAGES:
            words = published.get((purpose.key, purpose.version, language))
            if words is None:
                _publish(purpose, language)
            elif words != text(purpose, language):
                raise WordingChanged(
                    f"{purpose.key} {purpose.version} ({language}) is published with other words. "
                    "Give it a new version, and add a Change that says why."
                )


def _publish(purpose: Purpose, language: str) -> Wording:
    change = next(
        (c for c in CHANGES if (c.purpose, c.version) == (purpose.key, purpose.version)), FIRST
    )
    words = text(purpose, language)
    asked = {"purpose": purpose.key, "version": purpose.version, "language": language}
    Wording.objects.bulk_create(
        [
            Wording(
                **asked,
                text=words,
                material=change.material,
                note=change.note,
                author=change.author,
                approver=change.approver,
            )
        ],
        ignore_conflicts=True,
    )
    return Wording.objects.get(**asked)
