"""PDF: every page is read, and what it does by itself is looked for."""

from typing import Any, BinaryIO

from limits import MOST_PAGES, MOST_PIXELS, MOST_UNPACKED, Refused
from pypdf import PasswordType, PdfReader
from pypdf.errors import LimitReachedError

RUNS = {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/Rendition", "/GoToE"}
HOLDS_MORE = {"/FileAttachment", "/RichMedia", "/Movie", "/Sound"}


def look_at_pdf(stream: BinaryIO) -> str:
    try:
        reader = PdfReader(stream, strict=False)
        if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
            raise Refused("locked")
        look_at_root(reader.root_object)
        look_at_pages(reader)
    except Refused:
        raise
    except (LimitReachedError, MemoryError, RecursionError) as problem:
        raise Refused("too_much") from problem
    except Exception as problem:  # whatever its writer made pypdf stumble over
        raise Refused("unreadable") from problem
    return "pdf"


def look_at_root(root: Any) -> None:
    names = resolved(root.get("/Names")) or {}
    at_once = resolved(root.get("/OpenAction"))
    if "/JavaScript" in names or "/EmbeddedFiles" in names or "/AA" in root or runs(at_once):
        raise Refused("active")


def runs(action: Any) -> bool:
    """Whether an action, or one after it, does more than to show a page."""
    for _step in range(20):
        if not isinstance(action, dict):
            return False
        if action.get("/S") in RUNS:
            return True
        action = resolved(action.get("/Next"))
    return True


def look_at_pages(reader: PdfReader) -> None:
    number = unpacked = 0
    for page in reader.pages:
        number += 1
        if number > MOST_PAGES:
            raise Refused("too_much")
        if "/AA" in page:
            raise Refused("active")
        for note in resolved(page.get("/Annots")) or []:
            look_at_note(resolved(note))
        contents = page.get_contents()
        unpacked += len(contents.get_data()) if contents is not None else 0
        look_at_pictures_of(page)
        if unpacked > MOST_UNPACKED:
            raise Refused("too_much")
    if not number:
        raise Refused("unreadable")


def look_at_note(note: Any) -> None:
    action = resolved(note.get("/A"))
    opens = isinstance(action, dict) and action.get("/S") in {"/Launch", "/GoToE", "/ImportData"}
    if note.get("/Subtype") in HOLDS_MORE or opens:
        raise Refused("active")


def look_at_pictures_of(page: Any) -> None:
    resources = resolved(page.get("/Resources")) or {}
    for drawn in (resolved(resources.get("/XObject")) or {}).values():
        thing = resolved(drawn)
        pixels = int(thing.get("/Width", 0)) * int(thing.get("/Height", 0))
        if pixels > 2 * MOST_PIXELS:
            raise Refused("too_much")


def resolved(thing: Any) -> Any:
    return thing.get_object() if hasattr(thing, "get_object") else thing
