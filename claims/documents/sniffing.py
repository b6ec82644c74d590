"""What a file seems to be, by its bytes alone: nothing is opened or unpacked here. Pure."""

import re
from mmap import mmap

from claims.documents.reasons import Reason

HEAD, TAIL = 1024, 66_000
NAMED_LIKE_A_PROGRAM = re.compile(
    r"\.(exe|com|scr|pif|msi|dll|sys|bat|cmd|ps1|psm1|vbs|vbe|js|jse|mjs|wsf|wsh|hta|cpl|jar|apk"
    r"|app|dmg|pkg|deb|rpm|sh|bash|py|pl|rb|php\d?|phtml|asp|aspx|jsp|cgi|lnk|url|reg|scf|inf"
    r"|docm|dotm|xlsm|pptm)$",
    re.IGNORECASE,
)
NAMED_LIKE_A_PAGE = re.compile(r"\.(x?html?|shtml|svgz?|xml|xslt?|mht|mhtml)$", re.IGNORECASE)
PAGE = re.compile(
    rb"<\s*(!doctype|html|head|body|script|svg|iframe|object|embed|meta|link|form|img|math|style"
    rb"|base|\?php|\?xml)\b|<\?=|<%|javascript:",
    re.IGNORECASE,
)
IN_A_PICTURE = re.compile(rb"<(script|html|svg|iframe|!doctype|\?php)[\s>]", re.IGNORECASE)
CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")

WHAT_WE_TAKE = (
    (b"%PDF-", "pdf"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"PK\x03\x04", "zip"),
)
PROGRAMS = (
    *(b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xfe\xed\xfa", b"\xcf\xfa\xed\xfe"),
    *(b"\xce\xfa\xed\xfe", b"\x00asm", b"L\x00\x00\x00\x01\x14\x02\x00", b"dex\n", b"!<arch>\n"),
)
PACKED = (
    *(b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"MSCF"),
    *(b"PK\x05\x06", b"PK\x07\x08", b"\x28\xb5\x2f\xfd", b"\x60\xea"),
)
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEIC_BRANDS = {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis"}
HIDDEN = (*PROGRAMS[:2], *PACKED[:2], b"PK\x03\x04", b"%PDF-", b"#!", OLD_OFFICE)


def sniff(content: mmap | bytes, name: str) -> str | Reason:
    """One of "pdf", "jpeg", "png", "tiff", "zip" and "text", or why it is refused."""
    if NAMED_LIKE_A_PROGRAM.search(name):
        return Reason.PROGRAM
    if NAMED_LIKE_A_PAGE.search(name):
        return Reason.WEB_PAGE
    head = bytes(content[:HEAD])
    for start, kind in WHAT_WE_TAKE:
        if head.startswith(start):
            return Reason.TWO_IN_ONE if is_two_in_one(content, kind) else kind
    return what_else(content, head)


def what_else(content: mmap | bytes, head: bytes) -> str | Reason:
    """Text, or something that we do not take, by what the member can do about it."""
    if head.startswith(PROGRAMS):
        return Reason.PROGRAM
    if head.startswith(PACKED) or head[257:262] == b"ustar":
        return Reason.ARCHIVE
    if head.startswith(OLD_OFFICE):
        locked = content.find("EncryptedPackage".encode("utf-16-le")) >= 0
        return Reason.LOCKED if locked else Reason.OFFICE
    if head[4:8] == b"ftyp":
        return Reason.HEIC if head[8:12] in HEIC_BRANDS else Reason.UNKNOWN_KIND
    if head.startswith(b"{\\rtf"):
        return Reason.OFFICE
    return text_or_not(content)


def text_or_not(content: mmap | bytes) -> str | Reason:
    if CONTROL.search(content):
        return Reason.UNKNOWN_KIND
    whole = bytes(content)
    if PAGE.search(whole):
        return Reason.WEB_PAGE
    try:
        words = whole.decode("utf-8-sig")
    except UnicodeDecodeError:
        words = whole.decode("cp1252", errors="replace")
        if "\ufffd" in words:
            return Reason.UNKNOWN_KIND
    return "text" if words.strip() else Reason.EMPTY


def is_two_in_one(content: mmap | bytes, kind: str) -> bool:
    """Whether other programs would take it for something else: a file that is two files."""
    head = bytes(content[:HEAD])
    if b"%PDF-" in head[1:]:
        return True
    if kind == "zip":
        return False  # opened to the end elsewhere, and it begins at its first byte
    if has_directory_of_zip(content):
        return True
    if kind == "pdf":
        after = content.rfind(b"%%EOF") + 5
        rest = bytes(content[max(after, len(content) - TAIL) :]) if after > 4 else b""
        return bool(PAGE.search(head) or PAGE.search(rest) or rest.lstrip().startswith(HIDDEN))
    return bool(IN_A_PICTURE.search(content)) or is_followed(content, kind)


def has_directory_of_zip(content: mmap | bytes) -> bool:
    """A ZIP is found by its end, so anything may stand before it."""
    return content.rfind(b"PK\x05\x06", max(0, len(content) - TAIL)) >= 0


def is_followed(content: mmap | bytes, kind: str) -> bool:
    """Whether a program or an archive stands behind the end of a picture.

    Phones put short films there, which nothing runs.
    """
    if kind == "tiff":
        return False  # it has no end of its own
    end = b"IEND\xaeB`\x82" if kind == "png" else b"\xff\xd9"
    at = content.find(end) if kind == "png" else content.rfind(end)
    return at >= 0 and bytes(content[at + len(end) : at + len(end) + 64]).lstrip().startswith(
        HIDDEN
    )
