"""What a file is: decided by its content, never by its name or by what a browser says of it."""

from enum import StrEnum


class Kind(StrEnum):
    """What we take."""

    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"
    TIFF = "tiff"
    TEXT = "text"
    DOCX = "docx"


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MEDIA_TYPES = {
    Kind.PDF: "application/pdf",
    Kind.JPEG: "image/jpeg",
    Kind.PNG: "image/png",
    Kind.TIFF: "image/tiff",
    Kind.TEXT: "text/plain; charset=utf-8",
    Kind.DOCX: WORD,
}
ENDINGS = {
    Kind.PDF: ".pdf",
    Kind.JPEG: ".jpg",
    Kind.PNG: ".png",
    Kind.TIFF: ".tif",
    Kind.TEXT: ".txt",
    Kind.DOCX: ".docx",
}
ACCEPT = ".pdf,.jpg,.jpeg,.png,.tif,.tiff,.txt,.docx"
"""What a file chooser offers; an iPhone then turns its own photos into JPEG."""
