"""What we use what we know of a member for, and which kinds of it: purposes and categories.

A row never changes its meaning: what members read (name, sentence, who sees it) is published as a
wording under ``version``; change the words and `wordings.CHANGES` must say so.
"""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from msgspec import Struct

Words = str | Promise


class Basis(StrEnum):
    """Why we may: what the law calls it."""

    CONTRACT = "contract"
    CONSENT = "consent"
    AUTHORIZATION = "authorization"  # signed, and ending by itself


class Category(Struct, frozen=True):
    """A kind of what we know. ``guarded``: never inferred, never used for a suggestion."""

    key: str
    name: Words
    guarded: bool = False


class Purpose(Struct, frozen=True):
    """What we do with it. ``locked``: without it there is no plan to run, so there is no switch.

    ``categories`` are those that it may use at all; ``never`` those that nobody can allow it.
    ``expiry`` is in months, None: until the member turns it off.
    """

    key: str
    name: Words
    sentence: Words
    default: bool
    basis: Basis
    locked: bool
    expiry: int | None
    who_sees: Words
    never: frozenset[str]
    categories: tuple[str, ...]
    version: int = 1


_categories = (
    Category("identity", _("Who you are")),
    Category("claims", _("Your claims")),
    Category("orders", _("Your orders")),
    Category("balances", _("Your balances")),
    Category("activity", _("What you checked here, and on which day")),
    Category("choices", _("What you chose and told us")),
    Category("calls", _("What was said on calls")),
    Category("email", _("Your e-mail address")),
    Category("text", _("Your number, for text messages")),
    Category("phone", _("Your number, for calls")),
    Category("post", _("Your postal address")),
    Category("health", _("Health information"), guarded=True),
    Category("unknown", _("What we could not sort yet"), guarded=True),
)
CATEGORIES = {category.key: category for category in _categories}
GUARDED = frozenset(key for key, category in CATEGORIES.items() if category.guarded)

EVERYTHING = "everything"
"""The purpose and category of a pause in the ledger; no row of the catalogue."""

OUR_STAFF = _("Our specialists, when they help you.")
NO_PERSON = _("Nobody. The portal does it by itself.")


def needed(key: str, name: Words, sentence: Words, *categories: str) -> Purpose:
    """Without it there is no plan: no switch."""
    return Purpose(
        key, name, sentence, True, Basis.CONTRACT, True, None, OUR_STAFF, frozenset(), categories
    )


def asked(
    key: str,
    name: Words,
    sentence: Words,
    *categories: str,
    who_sees: Words = NO_PERSON,
    version: int = 1,
) -> Purpose:
    """Off until the member turns it on, and never for anything guarded."""
    told = (who_sees, GUARDED, categories, version)
    return Purpose(key, name, sentence, False, Basis.CONSENT, False, None, *told)


def signed(
    key: str, name: Words, sentence: Words, *categories: str, who_sees: Words, never: frozenset[str]
) -> Purpose:
    """Off until the member signs for it, and off again after twelve months."""
    return Purpose(
        key, name, sentence, False, Basis.AUTHORIZATION, False, 12, who_sees, never, categories
    )


_purposes = (
    needed(
        "plan",
        _("Run your plan"),
        _("We use what your plan needs to decide claims, pay bills and answer you."),
        *("identity", "claims", "balances", "calls", *sorted(GUARDED)),
    ),
    needed(
        "orders",
        _("Deliver your orders and keep your balances"),
        _("We use what we need to send what you ordered and to keep your account right."),
        *("identity", "orders", "balances", *sorted(GUARDED)),
    ),
    Purpose(
        "service_messages",
        _("Messages about what you asked for"),
        _(
            "We tell you when something you asked about changes, confirm your calls, and send you "
            "decisions. Outside the portal we only say that there is an update."
        ),
        True,
        Basis.CONTRACT,
        False,
        None,
        NO_PERSON,
        frozenset(),
        ("claims", "orders", "balances", "calls", "choices", *sorted(GUARDED)),
    ),
    asked(
        "care_reminders",
        _("Reminders"),
        _("We remind you of days that matter, such as the last day to appeal or to refill."),
        *("claims", "orders", "balances"),
    ),
    asked(
        "see_what_i_checked",
        _("Let specialists see what I checked"),
        _(
            "When a specialist calls you, they see what you looked at here and on which day, so "
            "that you need not start from the beginning."
        ),
        "activity",
        who_sees=_("The specialist who calls you."),
    ),
    asked(
        "help_after_check",
        _("Offer me help after I check"),
        _("When you check the same thing more than once, we may offer you a call about it."),
        "activity",
    ),
    asked(
        "remember_choices",
        _("Remember my choices"),
        _(
            "We keep what you told us, how you like things and what you checked, so that you need "
            "not say it twice."
        ),
        *("choices", "activity"),
        who_sees=OUR_STAFF,
    ),
    asked(
        "draft_summaries",
        _("Draft call summaries with a tool"),
        _(
            "A tool drafts the summary of your call: from the specialist's notes, or from a "
            "transcript, which is what you both said, in writing. A person always reads and "
            "corrects it."
        ),
        "calls",
        who_sees=_("The specialist on the call. The tool runs with us and keeps nothing."),
        version=2,
    ),
    asked(
        "improve_site",
        _("Use my visits to improve the site"),
        _("We count which pages people use, to make them better. We never look at one person."),
        "activity",
        who_sees=_("Our team, as numbers about many people."),
    ),
    asked(
        "other_services",
        _("Tell me about other services"),
        _("We may tell you about other services of ours. You choose how."),
        *("email", "text", "phone", "post"),
    ),
    signed(
        "health_suggestions",
        _("Use my health information for suggestions"),
        _(
            "We may suggest services that fit your health. You sign for this, and it ends after "
            "12 months unless you sign again."
        ),
        "health",
        who_sees=NO_PERSON,
        never=frozenset({"unknown"}),
    ),
    signed(
        "share_with_others",
        _("Share my information with others"),
        _(
            "We may give partners what you ordered and checked, for their own use. It ends after "
            "12 months. A browser that asks us not to share turns this off."
        ),
        *("orders", "activity"),
        who_sees=_("The partners that we list on this page."),
        never=GUARDED,
    ),
    signed(
        "show_my_words",
        _("Show others what I told you"),
        _(
            "We may show other members what you wrote about how we put something right, without "
            "your name. You sign for this, and it ends after 12 months."
        ),
        "choices",
        who_sees=_("Members who sign in here."),
        never=GUARDED,
    ),
)
PURPOSES = {purpose.key: purpose for purpose in _purposes}
