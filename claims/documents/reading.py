"""Opens files of strangers, each in a process that may do little and for a short time.

Run as a script, alone: it imports nothing of ours, knows no settings and gets no environment. The
worker sends it one file after another through a socket, as an open descriptor; for each it forks a
child with limits of its own, and answers one JSON object: {"kind": …} or {"reason": …}.
"""

import io
import json
import os
import re
import resource
import signal
import socket
import sys
import warnings
import zipfile
from typing import Any, BinaryIO

from PIL import Image, ImageFile, UnidentifiedImageError
from pypdf import PasswordType, PdfReader
from pypdf.errors import LimitReachedError

MEMORY = 1 << 30  # bytes that one file may take
SECONDS = 20  # of the processor, and half as many again on the clock
MOST_PIXELS = 120_000_000  # of one picture; the largest phones make 108 million
MOST_PIXELS_IN_ALL = 500_000_000
MOST_PAGES = 500
MOST_UNPACKED = 200_000_000  # bytes
MOST_PARTS = 2_000
PIECE = 1 << 16

FORMATS = {"jpeg": "JPEG", "png": "PNG", "tiff": "TIFF"}
FROM_OUTSIDE = re.compile(
    rb"(attachedTemplate|oleObject|subDocument|frame)\"[^>]*TargetMode=\"External"
    rb"|TargetMode=\"External\"[^>]*(attachedTemplate|oleObject|subDocument|frame)\""
)
DECLARES = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
RUNS = {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/Rendition", "/GoToE"}
HOLDS_MORE = {"/FileAttachment", "/RichMedia", "/Movie", "/Sound"}


class Refused(Exception):
    """Its text is a reason of `claims.documents.reasons`."""


def look(kind: str, stream: BinaryIO) -> str:
    """The kind of what was read to its end; raises `Refused`."""
    if kind == "pdf":
        return look_at_pdf(stream)
    if kind == "zip":
        return look_at_zip(stream)
    return look_at_picture(kind, stream)


# Pictures


def look_at_picture(kind: str, stream: BinaryIO) -> str:
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        with Image.open(stream, formats=[FORMATS[kind]]) as picture:
            look_at_frames(picture)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError) as problem:
        raise Refused("too_much") from problem
    except ValueError as problem:  # text that unpacks to too much, among others
        raise Refused("too_much" if "large" in str(problem) else "unreadable") from problem
    except (OSError, SyntaxError, UnidentifiedImageError) as problem:
        raise Refused("unreadable") from problem
    return kind


def look_at_frames(picture: Image.Image) -> None:
    pixels, number = 0, 0
    while True:
        pixels, number = pixels + picture.width * picture.height, number + 1
        if pixels > MOST_PIXELS_IN_ALL or number > MOST_PAGES:
            raise Refused("too_much")
        if picture.format == "JPEG":  # read to its end, at an eighth of the size
            picture.draft("L", (picture.width // 8, picture.height // 8))
        picture.load()
        try:
            picture.seek(number)
        except EOFError:
            return


# PDF


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


# ZIP, which Word's files are


def look_at_zip(stream: BinaryIO) -> str:
    try:
        with zipfile.ZipFile(stream) as archive:
            parts = archive.infolist()
            named = {part.filename for part in parts}
            if "word/document.xml" not in named or "[Content_Types].xml" not in named:
                raise Refused(other_zip(named))
            look_at_list(parts)
            for part in parts:
                look_at_part(part, archive)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError) as problem:
        raise Refused("unreadable") from problem
    except (MemoryError, RuntimeError) as problem:
        raise Refused("too_much") from problem
    return "docx"


def other_zip(named: set[str]) -> str:
    if named & {"META-INF/MANIFEST.MF", "classes.dex", "AndroidManifest.xml"}:
        return "program"
    office = any(one.startswith(("xl/", "ppt/", "Index/")) or one == "mimetype" for one in named)
    return "office" if office else "archive"


def look_at_list(parts: list[zipfile.ZipInfo]) -> None:
    if any(part.flag_bits & 1 for part in parts):
        raise Refused("locked")
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Refused("too_much")
    if min(part.header_offset for part in parts) != 0:
        raise Refused("two_in_one")
    for part in parts:
        name = part.filename
        if ".." in name.split("/") or name.startswith("/") or "\\" in name:
            raise Refused("unreadable")
        if name.lower().endswith((".bin", ".exe", ".dll", ".js", ".vbs", ".ole", ".jar", ".svg")):
            raise Refused("active")


def look_at_part(part: zipfile.ZipInfo, archive: zipfile.ZipFile) -> None:
    """Unpack it, whatever it says of its own size."""
    is_words = part.filename.endswith((".xml", ".rels"))
    size, before = 0, b""
    with archive.open(part) as content:
        while piece := content.read(PIECE):
            size += len(piece)
            if size > part.file_size or size > MOST_UNPACKED:
                raise Refused("too_much")
            window = before + piece
            if is_words and (DECLARES.search(window) or FROM_OUTSIDE.search(window)):
                raise Refused("active")
            before = piece[-500:]
    if part.filename == "[Content_Types].xml" and b"macroEnabled" in archive.read(part):
        raise Refused("active")


# One process for each file


def limit() -> None:
    """No memory, time, files or processes beyond what opening one file takes."""
    limits = (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
    )
    for what, most in limits:
        try:
            resource.setrlimit(what, (most, most))
        except (OSError, ValueError):
            continue  # not on this system, or lower already
    signal.alarm(SECONDS + SECONDS // 2)


def answer(kind: str, descriptor: int) -> dict[str, str]:
    limit()
    with os.fdopen(descriptor, "rb") as file:
        content = file.read()
    try:
        return {"kind": look(kind, io.BytesIO(content))}
    except Refused as refused:
        return {"reason": str(refused)}


def in_a_child(kind: str, descriptor: int, line: socket.socket) -> bytes:
    """What the child says; what it was ended for, if it said nothing."""
    ours, its = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            line.close()
            os.close(ours)
            os.write(its, json.dumps(answer(kind, descriptor)).encode())
        finally:
            os._exit(0)
    os.close(its)
    with os.fdopen(ours, "rb") as pipe:
        said = pipe.read()
    _pid, status = os.waitpid(child, 0)
    if said:
        return said
    ended = os.waitstatus_to_exitcode(status)
    too_much = ended in (-signal.SIGXCPU, -signal.SIGKILL, -signal.SIGALRM)
    return json.dumps({"reason": "too_much" if too_much else "unreadable"}).encode()


def main() -> None:
    line = socket.socket(fileno=0)
    while True:
        kind, files, _flags, _address = socket.recv_fds(line, 20, 1)
        if not kind or not files:
            return
        try:
            line.sendall(in_a_child(kind.decode(), files[0], line))
        finally:
            os.close(files[0])


if __name__ == "__main__":
    sys.setrecursionlimit(500)
    main()
