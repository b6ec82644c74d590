"""What came of a second look, in words with {date}."""

from django.utils.translation import gettext_noop as _

FOUND = {
    "again": _("A person looked at what you sent on {date}. We look at the claim again."),
    "stays": _("A person looked at what you sent on {date}. It does not change the decision."),
    "kept": _("A person looked at what you sent on {date}. We put it with your claim."),
}
