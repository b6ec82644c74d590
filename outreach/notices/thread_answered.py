"""There is an answer to what somebody wrote to us; what it says stands on its page alone."""

from django.utils.translation import gettext_noop

from outreach.notice import same_for_all

NOTICE = same_for_all(
    key="thread_answered",
    about=gettext_noop("An answer to what a member wrote"),
    title=gettext_noop("There is an answer for you"),
    paragraphs=(gettext_noop("Open it to read it, and to write back."),),
    why=gettext_noop("You wrote to us, or somebody who helps you did."),
    wants=frozenset({"thread"}),
)
