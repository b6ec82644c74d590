"""A correction has an answer. What was said on the phone stands only on the page of the call."""

from django.utils.translation import gettext_noop

from outreach.notice import same_for_all

NOTICE = same_for_all(
    key="correction_answered",
    about=gettext_noop("An answer to a correction"),
    title=gettext_noop("We answered what you corrected"),
    paragraphs=(
        gettext_noop("You told us that something in the summary of your call is not right."),
        gettext_noop("Open the summary to read our answer."),
    ),
    why=gettext_noop("You corrected the summary of a call."),
    wants=frozenset({"summary"}),
)
