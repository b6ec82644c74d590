"""ZIP, which Word's files are: every part is unpacked, whatever it says of itself."""

import re
import zipfile
from typing import BinaryIO

from limits import MOST_PARTS, MOST_UNPACKED, Refused

PIECE = 1 << 16
FROM_OUTSIDE = re.compile(
    rb"(attachedTemplate|oleObject|subDocument|frame)\"[^>]*TargetMode=\"External"
    rb"|TargetMode=\"External\"[^>]*(attachedTemplate|oleObject|subDocument|frame)\""
)
DECLARES = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)


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
