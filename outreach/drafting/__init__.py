"""Drafting a summary: one function, named by `settings.DRAFTER`, from what was said to lines.

It takes the sentences in their order and the member's day, and gives lines as `outreach.talk.Said`
has them. It keeps nothing. Without one the product is whole: a person writes the summary alone.
Every drafted line is read and confirmed by a person before a member sees it.
"""

import datetime as dt
from collections.abc import Callable, Sequence

from django.conf import settings
from django.utils.module_loading import import_string

from outreach.phones.heard import Spoken
from outreach.talk import Said

Drafter = Callable[[Sequence[Spoken], dt.date], list[Said]]


def drafter() -> Drafter | None:
    """None where drafting is off, which it is unless somebody turned it on."""
    return import_string(settings.DRAFTER) if settings.DRAFTER else None
