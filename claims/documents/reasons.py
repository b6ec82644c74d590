"""Why we cannot use a file, and what the member can do about it."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from msgspec import Struct

from claims.answers.words import join, say


class Reason(StrEnum):
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    TOO_MANY = "too_many"
    TOO_MANY_AT_ONCE = "too_many_at_once"
    UNKNOWN_KIND = "unknown_kind"
    HEIC = "heic"
    ARCHIVE = "archive"
    OFFICE = "office"
    PROGRAM = "program"
    WEB_PAGE = "web_page"
    TWO_IN_ONE = "two_in_one"
    ACTIVE = "active"
    LOCKED = "locked"
    UNREADABLE = "unreadable"
    TOO_MUCH = "too_much"
    VIRUS = "virus"
    INCOMPLETE = "incomplete"
    DISK_FULL = "disk_full"
    LOST = "lost"


class Why(Struct, frozen=True):
    """``ours``: our failure, so the time that it cost is given back."""

    sentence: str | Promise
    remedy: str | Promise
    ours: bool = False


WHYS = {
    Reason.EMPTY: Why(_("There is nothing in it."), _("Open it to see what is in it.")),
    Reason.TOO_LARGE: Why(
        _("It is too large."), _("Send it in parts, or take a photo of each page.")
    ),
    Reason.TOO_MANY: Why(
        _("You sent very many files today."), _("Send it tomorrow, or ask us for another way.")
    ),
    Reason.TOO_MANY_AT_ONCE: Why(
        _("You sent more files in one go than we can take."), _("We took the others. Send it now.")
    ),
    Reason.UNKNOWN_KIND: Why(
        _("We cannot open this kind of file."), _("Send a PDF, or a photo of each page.")
    ),
    Reason.HEIC: Why(
        _("It is a photo in a format that we cannot open (HEIC)."),
        _(
            "On an iPhone, open Settings, then Camera, then Formats, and choose Most Compatible. "
            "Then take the photo again."
        ),
    ),
    Reason.ARCHIVE: Why(
        _("It is a packed file (such as ZIP)."), _("Unpack it, and send each file that is in it.")
    ),
    Reason.OFFICE: Why(
        _("It is a kind of office file that we cannot open."), _("Save it as a PDF and send that.")
    ),
    Reason.PROGRAM: Why(
        _("It is a program, or is named like one."), _("Send a PDF, or a photo of each page.")
    ),
    Reason.WEB_PAGE: Why(
        _("It is a web page or a drawing that can do things by itself."),
        _("Print it to a PDF and send that, or take a photo of it."),
    ),
    Reason.TWO_IN_ONE: Why(
        _("There is a second file hidden in it."),
        _("Print it to a PDF and send that, or take a photo of it."),
    ),
    Reason.ACTIVE: Why(
        _("It does things by itself when it is opened, or has other files in it."),
        _("Print it to a PDF and send that, or take a photo of each page."),
    ),
    Reason.LOCKED: Why(
        _("It is locked with a password."),
        _("Save a copy without the password and send that, or take a photo of each page."),
    ),
    Reason.UNREADABLE: Why(
        _("It is damaged, and we cannot open it."),
        _("Open it to see if it works. Then save it again, or take a photo of each page."),
    ),
    Reason.TOO_MUCH: Why(
        _("Too much is packed into it for us to open it."),
        _("Send it in parts, or take a photo of each page."),
    ),
    Reason.VIRUS: Why(
        _("Our virus checker found something harmful in it."),
        _("Check your device for viruses, or take a photo of each page and send that."),
    ),
    Reason.INCOMPLETE: Why(
        _("We did not get all of it."), _("The line may have dropped. Send it again.")
    ),
    Reason.DISK_FULL: Why(
        _(
            "We have no room for it right now. "
            "That is our fault, and it does not count against your time."
        ),
        _("Send it again in an hour."),
        ours=True,
    ),
    Reason.LOST: Why(
        _(
            "We had it, and it was damaged here. "
            "That is our fault, and it does not count against your time."
        ),
        _("Send it again."),
        ours=True,
    ),
}


def why_not(reason: Reason) -> SafeString:
    """What a member reads about a file that we cannot use, in the language that is active."""
    why = WHYS[reason]
    words = (_("We could not use this file."), why.sentence, why.remedy)
    return join(*(say(str(one)) for one in words))


OURS = frozenset(reason for reason, why in WHYS.items() if why.ours)
