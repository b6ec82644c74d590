"""We are late with what was agreed. What was said stands only on the page of the call."""

from django.utils.translation import gettext_noop

from outreach.notice import same_for_all

NOTICE = same_for_all(
    key="agreement_late",
    about=gettext_noop("We are late with what we agreed"),
    title=gettext_noop("We are late with something that we agreed"),
    paragraphs=(
        gettext_noop(
            "We said by which day we would do something. That day has passed. We are sorry."
        ),
        gettext_noop("A manager sees it too. Open the summary of your call to read what it is."),
    ),
    why=gettext_noop("We tell you when we are late with what we agreed, before you have to ask."),
    wants=frozenset({"summary"}),
)
