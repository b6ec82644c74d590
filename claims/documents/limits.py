"""What may be sent at once, said before anything is sent; and what is more than that."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from msgspec import Struct

from claims.answers.words import plain, say
from claims.documents.kinds import ACCEPT
from claims.documents.reasons import Reason, why_not

BESIDES = 1_000_000  # bytes of a form that are no file


class UploadWords(Struct, frozen=True, kw_only=True):
    """What is said before somebody chooses files, and what the chooser offers."""

    limits: SafeString
    accept: str
    largest: int
    too_large: str
    empty: str


def upload_words() -> UploadWords:
    """In the language that is active."""
    return UploadWords(
        limits=limits(),
        accept=ACCEPT,
        largest=settings.LARGEST_DOCUMENT,
        too_large=plain(why_not(Reason.TOO_LARGE)),
        empty=plain(why_not(Reason.EMPTY)),
    )


def limits() -> SafeString:
    return say(
        _("PDF, JPEG, PNG, TIFF, Word (docx) or text. Each up to {size} MB, up to {n} at once."),
        size=settings.LARGEST_DOCUMENT // 1_000_000,
        n=settings.MOST_DOCUMENTS_AT_ONCE,
    )


def is_too_much(request: HttpRequest) -> bool:
    """Whether a form says of itself that it is larger than any that we take."""
    said = request.META.get("CONTENT_LENGTH") or "0"
    most = settings.LARGEST_DOCUMENT * settings.MOST_DOCUMENTS_AT_ONCE + BESIDES
    return said.isdigit() and int(said) > most
