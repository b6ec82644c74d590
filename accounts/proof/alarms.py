"""Alarms about the proof: opened once, told to officers once, closed when all is well again."""

from accounts.clock import now
from accounts.models import RecordAlarm

Kind = RecordAlarm.Kind


def sound(kind: RecordAlarm.Kind, detail: str) -> None:
    """Open an alarm, or say what is wrong now where one is open."""
    alarm, is_new = RecordAlarm.objects.get_or_create(
        kind=kind, closed_at=None, defaults={"detail": detail, "opened_at": now()}
    )
    if not is_new and alarm.detail != detail:
        RecordAlarm.objects.filter(pk=alarm.pk).update(detail=detail)


def quiet(kind: RecordAlarm.Kind) -> None:
    RecordAlarm.objects.open().filter(kind=kind).update(closed_at=now())
