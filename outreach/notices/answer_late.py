"""We did not answer by when we said that we would."""

from django.utils.translation import gettext_noop

from outreach.notice import same_for_all

NOTICE = same_for_all(
    key="answer_late",
    about=gettext_noop("We are late with an answer to what a member wrote"),
    title=gettext_noop("We are late with our answer"),
    paragraphs=(
        gettext_noop("We said by when we would answer you. That time has passed. We are sorry."),
        gettext_noop("You do not have to write again. If you cannot wait, ask for a call."),
    ),
    why=gettext_noop("We tell you when we are late with an answer, before you have to ask."),
    wants=frozenset({"thread"}),
)
