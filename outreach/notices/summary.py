"""A summary is there. What was said on the phone stands only on the page of the call."""

from django.utils.translation import gettext_noop

from outreach.notice import same_for_all

NOTICE = same_for_all(
    key="summary",
    about=gettext_noop("A summary of a call"),
    title=gettext_noop("There is a summary of your call"),
    paragraphs=(
        gettext_noop("We wrote down what you told us, what we told you and what we agreed."),
        gettext_noop("Read it, and tell us if a line is not right."),
    ),
    why=gettext_noop("We send every member a summary of a call."),
    wants=frozenset({"summary"}),
)
