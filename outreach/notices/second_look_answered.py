"""One of us looked at what the member sent about a claim, and answered. The words stand there."""

from django.utils.translation import gettext_noop

from outreach.notice import same_for_all

NOTICE = same_for_all(
    key="second_look_answered",
    about=gettext_noop("An answer to what a member sent about a claim"),
    title=gettext_noop("We looked at what you sent about a claim"),
    paragraphs=(gettext_noop("Open it to read what we found, and what happens now."),),
    why=gettext_noop("You sent us something, so that a person looks at the claim again."),
    wants=frozenset({"second_look"}),
)
