"""Translations compiled in Python, so that no machine needs GNU gettext."""

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po


class Unreadable(ValueError):
    """A .po file that cannot be compiled; the text names file and reason."""


def compile_changed(folder: Path) -> list[Path]:
    """Write the .mo beside each .po that is newer than it, and return what was written.

    A fuzzy translation stays out. Safe beside other processes: the new file replaces the old whole.
    """
    written = []
    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        try:
            with source.open("rb") as lines:
                catalogue = read_po(lines, abort_invalid=True)
        except (PoFileError, UnicodeDecodeError) as error:
            raise Unreadable(f"{source}: {error}") from error
        unfinished = target.with_suffix(f".{os.getpid()}.tmp")
        with unfinished.open("wb") as packed:
            write_mo(packed, catalogue)
        unfinished.replace(target)
        written.append(target)
    return written
