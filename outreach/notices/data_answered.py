"""A request about one's own data is answered. What it was and what we said stand on its page."""

from django.utils.translation import gettext_noop

from outreach.notice import same_for_all

NOTICE = same_for_all(
    key="data_answered",
    about=gettext_noop("An answer to a request about data"),
    title=gettext_noop("We answered what you asked about your data"),
    paragraphs=(gettext_noop("Open your request to read what we did, and to take what is ready."),),
    why=gettext_noop("You asked us to do something with what we know about you."),
    wants=frozenset({"data_request"}),
)
