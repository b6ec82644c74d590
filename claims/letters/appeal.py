"""An appeal as a letter: to post instead of sending it here, or to keep what was sent."""

import datetime as dt

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import Member
from claims.answers.words import say, short_day
from claims.appeal_words import fast_words, speaker_words
from claims.facts import AppealLevel, ClaimFacts
from claims.letters.letter import Heading, Letter, Part, Points, Rows
from claims.models import Appeal


def appeal_letter(
    appeal: Appeal, facts: ClaimFacts, member: Member, *, today: dt.date, papers: list[str]
) -> Letter:
    """In the language that is active; names nothing that is not needed to find the claim."""
    outside = appeal.level == AppealLevel.EXTERNAL
    title = _("I ask for an outside review") if outside else _("I appeal your decision")
    return Letter(
        title=title,
        date=today,
        language=get_language() or "en",
        sender=(member.legal_name,),
        to=facts.plan.name,
        address=(_("Appeals"),),
        reference=appeal.reference or "",
        paragraphs=tuple(_body(appeal, facts, member, today, papers)),
        signed_by=member.legal_name,
    )


def _body(
    appeal: Appeal, facts: ClaimFacts, member: Member, today: dt.date, papers: list[str]
) -> list[Part]:
    rows = [(_("Member number"), member.number), (_("Claim"), facts.number or facts.service)]
    if facts.notice_on is not None:
        rows.append((_("Date of your letter"), short_day(facts.notice_on, today=dt.date.min)))
    body: list[Part] = [Rows(tuple(rows))]
    if appeal.fast:
        body += [Heading(_("This is urgent")), fast_words(appeal)]
    body += [Heading(_("Why I think that you are wrong"))]
    body += [one for one in appeal.statement.splitlines() if one.strip()]
    if appeal.late_reason:
        body += [Heading(_("Why it is late")), appeal.late_reason]
    if appeal.keep_benefits:
        body.append(_("Please let my care go on while you look again."))
    if appeal.speaker_name:
        who = speaker_words(appeal)
        body += [Heading(_("Who speaks for me")), say("{who}", who=who)]
    if papers:
        body += [Heading(_("Papers with this letter")), Points(tuple(papers))]
    return body
