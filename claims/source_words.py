"""A source as an operator reads it: how it is doing, in words, beside its limits."""

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from msgspec import Struct

from claims.alarm_words import length, moment, percent
from claims.answers.answer import Fact
from claims.answers.freshness import system_first
from claims.answers.words import join, say
from claims.limits import MOST_OF_FEW, Limits, share
from claims.models import Source, SourceReading, UnrecognisedCode


class SourceRow(Struct, frozen=True, kw_only=True):
    url: str
    slug: str
    state: str
    heard: str
    late: str
    refused: str
    unknown: str


class CodeRow(Struct, frozen=True, kw_only=True):
    url: str
    code: str
    seen: str
    noted: str  # "" while nobody has noted it


def source_row(source: Source, reading: SourceReading | None, alarms: int) -> SourceRow:
    return SourceRow(
        url=source.get_absolute_url(),
        slug=source.slug,
        state=state(source, alarms),
        heard=heard(source),
        late=late(reading),
        refused=refused(reading),
        unknown=unknown(reading),
    )


def state(source: Source, alarms: int) -> str:
    if alarms:
        return say(ngettext("{n} alarm", "{n} alarms", alarms), n=alarms)
    return _("Well") if source.heard_at else _("Not heard from yet")


def heard(source: Source) -> str:
    return moment(source.heard_at) if source.heard_at else _("Never")


def late(reading: SourceReading | None) -> str:
    """How old its newest record was when it came."""
    if reading is None or reading.late_by is None:
        return _("Not known")
    days = reading.late_by.days
    if days < 1:
        return _("Less than a day old")
    return say(ngettext("{n} day old", "{n} days old", days), n=f"{days:,}")


def refused(reading: SourceReading | None) -> str:
    if reading is None or not reading.read:
        return _("Nothing read")
    return _part(reading.refused, reading.read)


def unknown(reading: SourceReading | None) -> str:
    if reading is None or not reading.landed:
        return _("Nothing new")
    return _part(reading.unknown, reading.landed)


def _part(part: int, whole: int) -> str:
    return say(
        _("{part} of {whole} ({percent})"),
        part=f"{part:,}",
        whole=f"{whole:,}",
        percent=percent(share(part, whole)),
    )


def source_facts(source: Source, reading: SourceReading | None) -> tuple[Fact, ...]:
    """What was measured last, each beside the limit that raises an alarm."""
    limits = source.limits()
    return (
        Fact(_("What it is"), system_first(source.kind)),
        Fact(_("What it may say of people"), right(source)),
        Fact(
            _("Last heard"),
            _beside(heard(source), _limit(_silent_words, limits.silent_after)),
        ),
        Fact(
            _("Newest record when it came"),
            _beside(late(reading), _limit(_late_words, limits.late_after)),
        ),
        Fact(
            _("Refused of what it sent last"),
            join(_beside(refused(reading), _more_than(limits.most_refused)), _of_few(limits)),
        ),
        Fact(
            _("Unknown codes in what was new"),
            _beside(unknown(reading), _more_than(limits.most_unknown)),
        ),
        Fact(_("Records before a share counts"), f"{limits.fewest_records:,}"),
    )


def right(source: Source) -> str:
    if source.enrolls:
        said = _("It enrolls: it says who is a member, and how to reach them.")
    else:
        said = _("It does not enroll: it changes nothing about a member.")
    again = _("It sends late orders again.") if source.resends else ""
    back = _("It cancels orders that are on their way.") if source.takes_back else ""
    return join(said, again, back)


def _beside(measured: str, limit: str) -> str:
    return join(say("{measured}.", measured=measured), limit)


def _limit(words, period: dt.timedelta) -> str:
    return say(words(), time=length(period.total_seconds()))


def _silent_words() -> str:
    return _("Alarm after {time} without a word.")


def _late_words() -> str:
    return _("Alarm when it is older than {time}.")


def _more_than(most: float) -> str:
    return say(_("Alarm above {percent}."), percent=percent(most))


def _of_few(limits: Limits) -> str:
    words = _("Of fewer than {n} records: above {percent}.")
    most = max(limits.most_refused, MOST_OF_FEW)
    return say(words, n=f"{limits.fewest_records:,}", percent=percent(most))


def code_row(code: UnrecognisedCode) -> CodeRow:
    seen = say(
        ngettext(
            "{system}, seen {n} time, last {moment}.",
            "{system}, seen {n} times, last {moment}.",
            code.times,
        ),
        system=code.system,
        n=f"{code.times:,}",
        moment=moment(code.last_seen_at),
    )
    noted = ""
    if code.noted_at and code.noted_by:
        noted = say(
            _("Noted by {who}, {moment}."), who=code.noted_by.email, moment=moment(code.noted_at)
        )
    return CodeRow(
        url=f"/sources/{code.source_id}/codes/{code.pk}/note/",
        code=code.code,
        seen=seen,
        noted=noted,
    )
