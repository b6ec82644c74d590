"""What we always tell, in finished words: it is owed or was asked for; it can be stopped."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from outreach.models import Rule
from outreach.notice import Notice
from outreach.notices import NOTICES
from outreach.nudges import NUDGES
from outreach.rule_words import RuleRow, stopped_words

OWED = {key: notice for key, notice in NOTICES.items() if key not in NUDGES}


def owed_row(notice: Notice, rule: Rule | None) -> RuleRow:
    stopped = stopped_words(rule) if rule else ""
    return RuleRow(
        key=notice.key,
        name=_(notice.about),
        state=stopped or _("It always runs. Nobody has to turn it on."),
        url=f"/nudges/{notice.key}/",
        may=(("going-on", _("Let it go on")),) if stopped else (("stops", _("Stop it")),),
    )


def owed_rows(rules: Iterable[Rule]) -> list[RuleRow]:
    by_key = {rule.key: rule for rule in rules}
    return [owed_row(notice, by_key.get(key)) for key, notice in OWED.items()]
