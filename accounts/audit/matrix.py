"""Purposes down, categories across: how many members have each on. Few are not counted out."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.audit.coverage import few
from accounts.audit.population import Counted, Counts
from accounts.audit.trend import hidden, share_words
from accounts.audit.words import category_name
from accounts.consent.catalogue import PURPOSES


def matrix(counted: Counts) -> dict[str, Any]:
    """The head of the table and its rows, in finished words."""
    purposes = [one for one in PURPOSES.values() if not one.locked]
    used = dict.fromkeys(key for one in purposes for key in one.categories if key not in one.never)
    return {
        "head": [category_name(key) for key in used],
        "rows": [
            {
                "name": str(one.name),
                "cells": [
                    cell(counted.get((one.key, key)) if key not in one.never else None)
                    for key in used
                ],
            }
            for one in purposes
        ],
    }


def cell(counted: Counted | None) -> str:
    if counted is None:
        return _("never used")
    if hidden(counted):
        return few(counted.on)
    return f"{counted.on:,} ({share_words(counted)})"
