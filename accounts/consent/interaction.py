"""One interaction with the ledger: who decided, where, and the rows that come of it."""

import calendar
import datetime as dt
from collections.abc import Iterable
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.db import connection
from msgspec import Struct

from accounts.clock import now
from accounts.consent import wordings
from accounts.consent.catalogue import EVERYTHING, Category, Purpose
from accounts.consent.kept import keep_what_is_on
from accounts.consent.verdict import judge
from accounts.models import ConsentEvent, ConsentNow, Member, User
from accounts.models.consent_event import Decision

LOCK = "SELECT pg_advisory_xact_lock(accounts_consent_lock(%s))"
DAY = dt.timedelta(days=1)


class Receipt(Struct, frozen=True):
    """One interaction, as the ledger holds it. ``repeated``: it had been done before.

    ``overtaken``: and about the same something else was decided since, which stands. Without events
    nothing changed, and there is no number.
    """

    number: UUID | None
    events: tuple[ConsentEvent, ...]
    repeated: bool = False
    overtaken: bool = False

    @property
    def at(self) -> dt.datetime | None:
        return self.events[-1].recorded_at if self.events else None

    @property
    def short(self) -> str:
        """The first digits of the digest that seals its last row."""
        return bytes(self.events[-1].hash).hex()[:12] if self.events else ""


class Interaction(Struct):
    """Who decided, through what, on which screen; ``effective_at`` None is now."""

    member: Member
    by: User | None
    who: str
    through: str
    screen: str
    language: str
    key: str
    effective_at: dt.datetime | None = None
    rows: list[ConsentEvent] = []

    def begin(self, *, no: bool = False) -> Receipt | None:
        """Wait until nobody uses or changes this member's consents; the receipt if done before.

        A ``no`` counts each time: a press that comes after another decision is one of its own. A
        yes does not, because a late copy of it must not undo a no.
        """
        with connection.cursor() as cursor:
            cursor.execute(LOCK, [self.member.subject])
        done = self._written()
        if not done:
            return None
        overtaken = self._decided_since(done)
        if overtaken and no:
            self.key = f"{self.key[:60]}:{uuid4().hex}"
            return None
        return Receipt(done[0].receipt, done, repeated=True, overtaken=overtaken)

    def choose(
        self, purpose: Purpose, category: Category, held: Iterable[ConsentNow], yes: bool
    ) -> None:
        """Add a row if this changes anything."""
        stands = judge(purpose, category, held, now(), of_age=self.member.of_age_at)
        last = stands.now
        settled = yes or last is None or last.decision == Decision.WITHDRAW
        if stands.chosen == yes and settled and not (yes and self._lasts_longer(purpose, last)):
            return
        late = self.effective_at and last and last.effective_at > self.effective_at
        self._add(Decision.GRANT if yes else Decision.WITHDRAW, purpose, category.key)
        if late:
            self._state_again(ConsentEvent.objects.get(pk=last.event_id))

    def whole(self, decision: Decision) -> None:
        """Add a row about everything optional at once."""
        self.rows.append(self._row(EVERYTHING, EVERYTHING, decision))

    def refuse(self, purpose: Purpose) -> None:
        """Add a no to every category of a purpose, also where nobody had said yes."""
        for category in purpose.categories:
            self._add(Decision.WITHDRAW, purpose, category)

    def expire(self, at: dt.datetime) -> None:
        """Add a row for each yes whose time is over."""
        held = ConsentNow.objects.filter(subject=self.member.subject, decision=Decision.GRANT)
        for last in held.filter(valid_until__lte=at).order_by("purpose", "category"):
            self.rows.append(self._row(last.purpose, last.category, Decision.EXPIRE))

    def write(self) -> Receipt:
        ConsentEvent.objects.bulk_create(self.rows)
        if self.rows:
            keep_what_is_on(self.member)
        written = self._written()
        return Receipt(written[0].receipt if written else None, written)

    def _add(self, decision: Decision, purpose: Purpose, category: str) -> None:
        words = wordings.shown(purpose, self.language)
        until = self._last_instant(purpose) if decision == Decision.GRANT else None
        self.rows.append(
            self._row(
                purpose.key,
                category,
                decision,
                version=words.version,
                wording=bytes(words.sha256),
                valid_until=until,
            )
        )

    def _state_again(self, last: ConsentEvent) -> None:
        """A paper that comes after a newer decision is kept, and the newer one stands."""
        again = ("version", "wording", "valid_until", "effective_at")
        row = self._row(last.purpose, last.category, Decision(last.decision))
        for name in again:
            setattr(row, name, getattr(last, name))
        row.key = f"{self.key}:again"
        self.rows.append(row)

    def _row(self, purpose: str, category: str, decision: Decision, **fields) -> ConsentEvent:
        said = {
            "receipt": self.rows[0].receipt if self.rows else uuid4(),
            "effective_at": self.effective_at,
            "by": self.by.pk if self.by else None,
        }
        copied = ("key", "screen", "language", "who", "through")
        return ConsentEvent(
            subject_id=self.member.subject,
            purpose=purpose,
            category=category,
            decision=decision,
            **{name: getattr(self, name) for name in copied},
            **said | fields,
        )

    def _lasts_longer(self, purpose: Purpose, last: ConsentNow | ConsentEvent | None) -> bool:
        """Whether a yes that stands is signed for anew."""
        until = self._last_instant(purpose)
        return bool(last and last.valid_until and until and until > last.valid_until)

    def _last_instant(self, purpose: Purpose) -> dt.datetime | None:
        """When it ends by itself: as the day after the last one begins where the member is."""
        if purpose.expiry is None:
            return None
        zone = ZoneInfo(self.member.time_zone)
        given = (self.effective_at or now()).astimezone(zone).date()
        return dt.datetime.combine(months_after(given, purpose.expiry) + DAY, dt.time(), zone)

    def _decided_since(self, done: tuple[ConsentEvent, ...]) -> bool:
        later = ConsentEvent.objects.of(self.member.subject).filter(seq__gt=done[-1].seq)
        return later.filter(purpose__in={one.purpose for one in done}).exists()

    def _written(self) -> tuple[ConsentEvent, ...]:
        rows = ConsentEvent.objects.of(self.member.subject)
        return tuple(rows.filter(key__in=[self.key, f"{self.key}:again"]).order_by("seq"))


def months_after(day: dt.date, months: int) -> dt.date:
    """The same day so many months on; the month's last where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return day.replace(year=year, month=month + 1, day=min(day.day, last))
