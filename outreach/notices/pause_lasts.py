"""Everything has been paused for a month. It stays so, and the member is asked once."""

from django.utils.translation import gettext_noop

from outreach.notice import same_for_all

NOTICE = same_for_all(
    key="pause_lasts",
    about=gettext_noop("Everything has been paused for a month"),
    title=gettext_noop("You paused everything 30 days ago. Is that still right?"),
    paragraphs=(
        gettext_noop("If it is, you need not do anything: it stays paused until you say so."),
        gettext_noop("If not, start again with one press. What has changed since is asked anew."),
    ),
    why=gettext_noop("You paused everything optional. We ask once, after 30 days."),
    wants=frozenset({"choices"}),
)
