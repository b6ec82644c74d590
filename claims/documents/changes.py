"""Whom to tell that a document came, or that its check found something."""

from pkgutil import resolve_name
from uuid import UUID

CHANGED: dict[str, str] = {"claim": "claims.store.request_answers:changed"}
"""By the kind of thing ("claim"), the function to call, as "package.module:function".

It is given the key of the thing, in the transaction of the change.
"""


def changed(about: str) -> None:
    """Tell what a document hangs on that its state is another."""
    kind, _colon, key = about.partition(":")
    if kind in CHANGED:
        resolve_name(CHANGED[kind])(UUID(key))
