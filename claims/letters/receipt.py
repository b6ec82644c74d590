"""The receipt for an appeal: that it came, the instant, the day it counts as, and what follows."""

from zoneinfo import ZoneInfo

from accounts.clock_words import moment
from claims.answers.words import gettext as _
from claims.answers.words import language, say, short_day
from claims.facts import AppealFacts, AppealLevel, ClaimFacts
from claims.letters.letter import Letter, Rows
from claims.letters.of_answer import NEVER, Envelope


def receipt_letter(
    facts: ClaimFacts, appeal: AppealFacts, *, zone: str, envelope: Envelope
) -> Letter:
    """Of the day on which it was filed, so that it is the same whenever it is printed."""
    titles = {
        AppealLevel.INTERNAL: _("We have your appeal"),
        AppealLevel.EXTERNAL: _("We have your request for an outside review"),
        AppealLevel.HEARING: _("We have your request for a hearing"),
    }
    assert appeal.filed_at is not None
    assert appeal.filed_on is not None
    rows = [
        (_("Claim"), say("{number}", number=facts.number or facts.authorization_number)),
        (_("When it came"), moment(appeal.filed_at, ZoneInfo(zone))),
        (_("It counts as sent on"), short_day(appeal.filed_on, today=NEVER)),
    ]
    after: tuple[str, ...] = ()
    if appeal.due_on is not None:
        rows.append((_("It must be decided by"), short_day(appeal.due_on, today=NEVER)))
        after = (_("If you do not hear from us by then, call us with the reference above."),)
    return Letter(
        title=titles[appeal.level],
        date=appeal.filed_on,
        language=language() or "en",
        to=envelope.to,
        sender=envelope.sender,
        reference=appeal.reference,
        paragraphs=(
            _("Keep this letter. It shows that we have it, and since when."),
            Rows(tuple(rows)),
            *after,
        ),
    )
