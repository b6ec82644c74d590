"""What a member had turned on means something else now. It is off, and they are asked once."""

from django.utils.translation import gettext_noop

from outreach.notice import same_for_all

NOTICE = same_for_all(
    key="words_changed",
    about=gettext_noop("Something that was turned on means something else now"),
    title=gettext_noop("Something you turned on means something else now. Is it still right?"),
    paragraphs=(
        gettext_noop("So it is off. If that is right for you, you need not do anything."),
        gettext_noop("If not, read what it says now and what it said then, and turn it on again."),
    ),
    why=gettext_noop("You had turned it on, and what it means has changed since. We ask once."),
    wants=frozenset({"choices"}),
)
