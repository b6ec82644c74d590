"""We broke our word, or see that we will: one of us puts it right, and says who."""

from django.utils.translation import gettext_noop

from outreach.notice import same_for_all

NOTICE = same_for_all(
    key="recovery_opened",
    about=gettext_noop("We did not keep our word, and put it right"),
    title=gettext_noop("We did not keep our word, and we are sorry"),
    paragraphs=(
        gettext_noop("One of us is putting it right. You do not need to do anything now."),
        gettext_noop("Open it to read who it is, and what they do."),
    ),
    why=gettext_noop("We tell you when we are late, before you have to ask."),
    wants=frozenset({"recovery"}),
)
