"""Two hundred files that nobody should open: made here, each with the reasons that may refuse it.

None at all means that it is harmless and taken by design: what it says of itself is not believed,
it is handed out as a plain attachment under a name of ours, and nothing runs it.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import NamedTuple

from PIL import Image, ImageDraw
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, StreamObject

from claims.documents.reasons import Reason
from tests.claims.clamd import VIRUS

TAKEN: frozenset[Reason] = frozenset()
SCRIPT = b"<script>alert(document.cookie)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">' + SCRIPT + b"</svg>"


class Hostile(NamedTuple):
    name: str
    content: bytes
    why: frozenset[Reason]


# Good files, to be made bad


def pdf(change: Callable[[PdfWriter], None] | None = None, pages: int = 1) -> bytes:
    writer = PdfWriter()
    for _page in range(pages):
        writer.add_blank_page(200, 200)
    if change:
        change(writer)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 40)) -> bytes:
    image = Image.new("RGB", size, "white")
    ImageDraw.Draw(image).line((0, 0, *size), fill="black")
    written = io.BytesIO()
    image.save(written, kind)
    return written.getvalue()


WORDS = {
    "[Content_Types].xml": b"<Types/>",
    "word/document.xml": b"<w:document><w:body/></w:document>",
}


def packed(parts: dict[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return written.getvalue()


def docx(**more: bytes) -> bytes:
    return packed(WORDS | {name.replace("__", "/"): content for name, content in more.items()})


GOOD = {
    "bill.pdf": pdf(),
    "photo.jpg": picture("JPEG"),
    "scan.png": picture("PNG"),
    "fax.tif": picture("TIFF"),
    "letter.docx": packed(WORDS),
    "note.txt": "Señor, the bill is 5 < 6 dollars.\r\n".encode(),
}


def hostile() -> list[Hostile]:
    groups = (pages, programs, wrong_endings, names, polyglots, bombs, broken, locked, active)
    return [one for group in (*groups, packed_files, viruses) for one in group()]


def made(name: str, content: bytes, *why: Reason) -> Hostile:
    return Hostile(name, content, frozenset(why))


def pages() -> Iterator[Hostile]:
    """Web pages and drawings that run scripts, under every name."""
    bodies = (
        b"<html><body>" + SCRIPT + b"</body></html>",
        b"<!DOCTYPE html><title>x</title>",
        SVG,
        b'<?xml version="1.0"?>' + SVG,
        b"\xef\xbb\xbf" + SVG,
        b"\n\n   " + SVG.upper(),
        b"<iframe src=//evil.example></iframe>",
        b"<img src=x onerror=alert(1)>",
        b"Dear plan,\n" + SCRIPT,
        b"<?php system($_GET['c']); ?>",
        b"<% eval request('c') %>",
        b"see javascript:alert(1)",
    )
    for number, body in enumerate(bodies):
        yield made(f"note{number}.txt", body, Reason.WEB_PAGE)
        yield made(f"scan{number}.pdf", body, Reason.WEB_PAGE)
        yield made(f"photo{number}.png", body, Reason.WEB_PAGE)
    for ending in ("html", "htm", "svg", "xhtml", "mhtml", "xml", "SVG"):
        yield made(f"page.{ending}", b"plain words", Reason.WEB_PAGE)


def programs() -> Iterator[Hostile]:
    starts = (
        *(b"MZ\x90\x00", b"\x7fELF\x02", b"#!/bin/sh\nrm -rf /", b"\xca\xfe\xba\xbe\x00\x00"),
        *(b"\xcf\xfa\xed\xfe", b"\x00asm\x01", b"L\x00\x00\x00\x01\x14\x02\x00", b"dex\n035\x00"),
    )
    for number, start in enumerate(starts):
        for ending in ("pdf", "jpg", "txt"):
            yield made(f"bill{number}.{ending}", start + bytes(range(256)), Reason.PROGRAM)
    for ending in (
        *("exe", "js", "vbs", "bat", "cmd", "ps1", "sh", "hta", "jar", "php", "lnk", "docm", "scr"),
        *("EXE", "py", "msi", "apk", "com", "wsf", "url"),
    ):
        yield made(f"bill.pdf.{ending}", b"harmless words", Reason.PROGRAM)


def wrong_endings() -> Iterator[Hostile]:
    """What is good under another name is taken as what it is."""
    for name, content in GOOD.items():
        for ending in ("pdf", "jpg", "txt", "docx", "unknown"):
            if not name.endswith(ending):
                yield made(f"{name}.{ending}", content)


def names() -> Iterator[Hostile]:
    """Names that lead elsewhere: they are cleaned, and used for nothing."""
    note = GOOD["note.txt"]
    for name in (
        *("../../../etc/passwd", "..\\..\\windows\\win.ini", "/etc/shadow", "C:\\boot.ini"),
        *("....//....//x", "%2e%2e%2fx", "a\x00.txt", "a\r\nSet-Cookie: x=1.txt", "~root", "."),
        *('"; filename="evil.exe"', "<b>bold</b>", "CON", "x" * 3000, "\u202etxt.fdp", "｡｡/x"),
        *("-rf", "$(reboot)", "`reboot`", "'; DROP TABLE claims_document; --"),
    ):
        why = (Reason.PROGRAM,) if name.endswith('.exe"') else ()
        yield made(name, note, *(() if name.endswith('"') else why))


def polyglots() -> Iterator[Hostile]:
    archive = packed({"evil.js": b"alert(1)"})
    for name, content in GOOD.items():
        if name.endswith((".pdf", ".jpg", ".png", ".tif")):
            yield made(name, content + archive, Reason.TWO_IN_ONE)
            if not name.endswith(".pdf"):
                yield made(name, content + SVG, Reason.TWO_IN_ONE)
                yield made(name, content[:30] + b"%PDF-1.4" + content[30:], Reason.TWO_IN_ONE)
    yield made("a.pdf", GOOD["bill.pdf"] + b"\n" + SVG, Reason.TWO_IN_ONE)
    yield made("a.pdf", b"%PDF-1.4\n%" + SVG + GOOD["bill.pdf"][9:], Reason.TWO_IN_ONE)
    yield made("a.pdf", GOOD["bill.pdf"] + b"MZ\x90\x00", Reason.TWO_IN_ONE)
    yield made("a.png", GOOD["scan.png"] + b"MZ\x90\x00", Reason.TWO_IN_ONE)
    yield made("a.png", GOOD["scan.png"] + b"Rar!\x1a\x07\x00", Reason.TWO_IN_ONE)
    yield made("a.jpg", GOOD["photo.jpg"] + b"#!/bin/sh\n", Reason.TWO_IN_ONE)
    yield made("a.jpg", GOOD["photo.jpg"] + b"7z\xbc\xaf\x27\x1c", Reason.TWO_IN_ONE)
    yield made("a.docx", b"%PDF-1.4\n" + GOOD["letter.docx"], Reason.TWO_IN_ONE)
    yield made("a.docx", GOOD["letter.docx"][:4] + b"%PDF-", Reason.TWO_IN_ONE)
    yield made("a.gif", b"GIF89a/*" + SCRIPT, Reason.UNKNOWN_KIND, Reason.WEB_PAGE)
    yield made("a.jpg", GOOD["photo.jpg"] + b"\x00" * 100)  # as some scanners do


def png(width: int, height: int, data: bytes, extra: bytes = b"") -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        crc = zlib.crc32(kind + content)
        return struct.pack("!I", len(content)) + kind + content + struct.pack("!I", crc)

    header = struct.pack("!IIBBBBB", width, height, 8, 2, 0, 0, 0)
    start = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header)
    text = chunk(b"zTXt", b"x\0\0" + extra) if extra else b""
    return start + text + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def stream_bomb(writer: PdfWriter, size: int, layers: int = 1) -> None:
    content = bytes(size)
    for _layer in range(layers):
        content = zlib.compress(content, 1)
    stream = StreamObject()
    stream._data = content
    name = NameObject("/FlateDecode")
    stream[NameObject("/Filter")] = ArrayObject([name] * layers)
    writer.pages[0][NameObject("/Contents")] = writer._add_object(stream)


def bombs() -> Iterator[Hostile]:
    much, broken = Reason.TOO_MUCH, Reason.UNREADABLE
    zeros = zlib.compress(bytes(1 << 20), 9)
    yield made("bomb.png", png(60_000, 60_000, zeros), much)
    yield made("bomb.png", png(2**31 - 1, 2**31 - 1, zeros), much, broken)
    yield made("bomb.png", png(11_000, 11_000, zeros), much)
    yield made("text.png", png(10, 10, zeros, zlib.compress(bytes(90 << 20), 9)), much, broken)
    yield made("bomb.docx", docx(word__media=bytes(210_000_000)), much)
    yield made("many.docx", packed(WORDS | {f"p{n}": b"" for n in range(2_100)}), much)
    lies = bytearray(docx(word__media=bytes(5_000_000)))
    at = lies.rfind(b"PK\x01\x02")
    lies[at + 24 : at + 28] = struct.pack("<I", 10)
    yield made("lies.docx", bytes(lies), much, broken)
    yield made("stream.pdf", pdf(lambda writer: stream_bomb(writer, 80_000_000)), much, broken)
    yield made("layers.pdf", pdf(lambda writer: stream_bomb(writer, 80_000_000, 3)), much, broken)
    yield made("pages.pdf", pdf(pages=501), much)
    yield made("deep.pdf", b"%PDF-1.4\n" + b"[" * 100_000 + b"\n%%EOF", much, broken)
    yield made("loop.pdf", loop(), much, broken)
    laughs = b"<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]><x>&b;</x>"
    yield made("laughs.docx", docx(word__x_xml=b"", **{"word__s.xml": laughs}), Reason.ACTIVE)
    yield made("nested.zip", packed({"a.zip": packed({"b": bytes(1 << 20)})}), Reason.ARCHIVE)


def loop() -> bytes:
    """A tree of pages that is its own branch."""
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[2 0 R]/Count 1>>endobj\n"
        b"trailer<</Root 1 0 R/Size 3>>\nstartxref\n0\n%%EOF"
    )


def broken() -> Iterator[Hostile]:
    """Cut short, emptied, or only the beginning of what it says it is."""
    for name, content in GOOD.items():
        if name == "note.txt":
            continue
        yield made(name, content[: len(content) // 2], Reason.UNREADABLE)
        yield made(name, content[:12], Reason.UNREADABLE, Reason.UNKNOWN_KIND)
    yield made("empty.txt", b" \r\n\t ", Reason.EMPTY)
    yield made("bytes.pdf", bytes(range(256)) * 4, Reason.UNKNOWN_KIND)
    yield made("header.pdf", b"%PDF-1.7\n%%EOF", Reason.UNREADABLE)
    yield made("film.mp4", b"\x00\x00\x00\x18ftypmp42" + bytes(50), Reason.UNKNOWN_KIND)
    yield made("photo.heic", b"\x00\x00\x00\x18ftypheic" + bytes(50), Reason.HEIC)
    yield made("photo.jpg", b"\x00\x00\x00\x18ftypmif1" + bytes(50), Reason.HEIC)


def locked() -> Iterator[Hostile]:
    for algorithm in ("RC4-128", "AES-256"):
        yield made(
            "locked.pdf",
            pdf(lambda writer, how=algorithm: writer.encrypt("secret", algorithm=how)),
            Reason.LOCKED,
        )
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100)
    yield made("locked.docx", old + "EncryptedPackage".encode("utf-16-le"), Reason.LOCKED)
    yield made("old.doc", old, Reason.OFFICE)
    letter = bytearray(GOOD["letter.docx"])
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = letter.find(mark)
        letter[at + place] |= 1
    yield made("locked.docx", bytes(letter), Reason.LOCKED)


def active() -> Iterator[Hostile]:
    """Files that do something when they are opened, or carry others."""
    yield made("js.pdf", pdf(lambda w: w._root_object.update(NAMED_SCRIPT)), Reason.ACTIVE)
    yield made("box.pdf", pdf(lambda w: w.add_attachment("evil.exe", b"MZ")), Reason.ACTIVE)
    for does in ("/Launch", "/JavaScript", "/ImportData", "/SubmitForm"):
        yield made("open.pdf", pdf(lambda writer, s=does: opens(writer, s)), Reason.ACTIVE)
    yield made("macro.docx", docx(**{"word__vbaProject.bin": b"x"}), Reason.ACTIVE)
    yield made("ole.docx", docx(**{"word__embeddings__oleObject1.bin": b"x"}), Reason.ACTIVE)
    outside = b'<Relationship Type="http://x/attachedTemplate" Target="//e" TargetMode="External"/>'
    yield made("far.docx", docx(**{"word___rels__s.xml.rels": outside}), Reason.ACTIVE)
    yield made("up.docx", packed(WORDS | {"../../x.xml": b"<x/>"}), Reason.UNREADABLE)


NAMED_SCRIPT = DictionaryObject(
    {
        NameObject("/Names"): DictionaryObject(
            {NameObject("/JavaScript"): DictionaryObject({NameObject("/Names"): ArrayObject()})}
        )
    }
)


def opens(writer: PdfWriter, does: str) -> None:
    action = DictionaryObject(
        {NameObject("/S"): NameObject(does), NameObject("/N"): NumberObject(1)}
    )
    writer._root_object[NameObject("/OpenAction")] = action


def packed_files() -> Iterator[Hostile]:
    for start in (
        b"7z\xbc\xaf\x27\x1c",
        b"Rar!\x1a\x07\x00",
        b"\x1f\x8b\x08",
        b"BZh9",
        b"\xfd7zXZ\0",
    ):
        yield made("bills.pdf", start + bytes(64), Reason.ARCHIVE)
    yield made("bills.zip", packed({"a.txt": b"a"}), Reason.ARCHIVE)
    yield made("app.pdf", packed({"META-INF/MANIFEST.MF": b"x"}), Reason.PROGRAM)
    yield made("sheet.xlsx", packed({"xl/workbook.xml": b"<x/>"}), Reason.OFFICE)
    yield made("words.rtf", b"{\\rtf1 words}", Reason.OFFICE)


def has_words(writer: PdfWriter) -> None:
    stream = StreamObject()
    stream._data = b"% " + VIRUS
    writer.pages[0][NameObject("/Contents")] = writer._add_object(stream)


def viruses() -> Iterator[Hostile]:
    yield made("virus.txt", b"Dear plan " + VIRUS, Reason.VIRUS)
    yield made("virus.pdf", pdf(has_words), Reason.VIRUS)
    yield made("virus.jpg", GOOD["photo.jpg"] + VIRUS, Reason.VIRUS)
