"""What we did not keep is put right."""

from django.utils.translation import gettext_noop

from outreach.notice import same_for_all

NOTICE = same_for_all(
    key="recovery_fixed",
    about=gettext_noop("What we did not keep is put right"),
    title=gettext_noop("It is put right"),
    paragraphs=(gettext_noop("Open it to read what we did. If it is not right, tell us."),),
    why=gettext_noop("We did not keep our word, and told you that we would put it right."),
    wants=frozenset({"recovery"}),
)
