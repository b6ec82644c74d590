"""What members ask us to do with their data: clocks, copies, deletions, and nothing called done."""

import datetime as dt
import json
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.db.models import Model
from django.db.utils import DatabaseError
from hypothesis import given
from hypothesis import strategies as st

from accounts.clock import now
from accounts.models import DataRequest, LegalHold, Member, Sweep, User
from accounts.regimes import (
    REGIMES,
    Home,
    Kind,
    due_on,
    is_soon,
    longest,
    regimes_of,
    working_days,
)
from accounts.retention import RULES
from accounts.rights import copying, deletion
from accounts.rights.clearing import keeps
from accounts.rights.requests import UnknownPerson, ask, subject_of, work_on, work_on_all
from accounts.rights.rows import OWNED, model_of, relations_to
from outreach import talk
from outreach.models import Call, Correction, Reach, Silence, Summary, SummaryLine
from outreach.sending import send_due
from tests import make
from tests.outreach.test_messages import NOON, told

OF_A_CALL = (Correction, SummaryLine, Summary, Call)
KINDS, HOMES = st.sampled_from(list(Kind)), st.sampled_from(list(Home))
DAYS = st.dates(dt.date(2024, 1, 1), dt.date(2040, 12, 31))


@given(KINDS, HOMES, DAYS)
def test_every_request_has_a_law_or_our_word_and_the_shortest_clock_counts(
    kind: Kind, home: Home, came_on: dt.date
) -> None:
    due = due_on(kind, home, came_on)
    assert dt.timedelta(days=28) <= due - came_on <= dt.timedelta(days=30)
    assert all(due <= one.clocks[kind].due_on(came_on) for one in regimes_of(kind, home))
    assert longest(kind, home, came_on) >= due


@given(KINDS, HOMES, DAYS)
def test_an_extension_never_goes_past_what_a_law_allows(
    kind: Kind, home: Home, came_on: dt.date
) -> None:
    last = longest(kind, home, came_on)
    for one in regimes_of(kind, home):
        if one.rule:
            assert last <= one.clocks[kind].longest(came_on)


@given(KINDS, HOMES, DAYS, DAYS)
def test_what_comes_later_is_never_due_sooner(
    kind: Kind, home: Home, one: dt.date, other: dt.date
) -> None:
    sooner, later = sorted((one, other))
    assert due_on(kind, home, sooner) <= due_on(kind, home, later)


@given(KINDS, HOMES, DAYS)
def test_who_does_not_say_where_they_live_waits_no_longer(
    kind: Kind, home: Home, came_on: dt.date
) -> None:
    assert due_on(kind, Home.UNSAID, came_on) <= due_on(kind, home, came_on)


@given(DAYS, st.integers(0, 60))
def test_working_days_are_never_more_than_days(day: dt.date, length: int) -> None:
    count = working_days(day, day + dt.timedelta(days=length))
    assert 0 <= count <= length


@pytest.mark.parametrize(
    ("key", "kind", "came_on", "due", "last"),
    [
        ("hipaa", Kind.ACCESS, "2026-01-31", "2026-03-02", "2026-04-01"),
        ("hipaa", Kind.CORRECTION, "2026-01-31", "2026-04-01", "2026-05-01"),
        ("ccpa", Kind.DELETION, "2026-11-22", "2027-01-06", "2027-02-20"),
        ("mhmd", Kind.ACCESS, "2026-11-22", "2027-01-06", "2027-02-20"),
        ("gdpr", Kind.ACCESS, "2026-01-31", "2026-02-28", "2026-04-30"),
        ("gdpr", Kind.ACCESS, "2028-01-31", "2028-02-29", "2028-04-30"),
        ("gdpr", Kind.DELETION, "2026-12-15", "2027-01-15", "2027-03-15"),
    ],
)
def test_the_clocks_of_the_laws(key: str, kind: Kind, came_on: str, due: str, last: str) -> None:
    clock, day = REGIMES[key].clocks[kind], dt.date.fromisoformat(came_on)
    assert clock.due_on(day).isoformat() == due
    assert clock.longest(day).isoformat() == last


def test_due_soon_is_five_working_days_with_the_holiday_left_out() -> None:
    thanksgiving_week = dt.date(2026, 11, 24)
    assert is_soon(dt.date(2026, 12, 2), thanksgiving_week)
    assert not is_soon(dt.date(2026, 12, 3), thanksgiving_week)
    assert not is_soon(dt.date(2026, 11, 23), thanksgiving_week)  # overdue is more than soon


# Copies


def copy_of(request: DataRequest) -> dict[str, Any]:
    assert work_on(request.pk)
    request.refresh_from_db()
    return copying.unpacked(request.copy)


def tables(whole: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {table["table"]: table for table in whole["tables"]}


def columns_in_the_database(model: type[Model]) -> set[str]:
    with connection.cursor() as cursor:
        found = connection.introspection.get_table_description(cursor, model._meta.db_table)
    return {column.name for column in found}


@pytest.mark.parametrize("label", OWNED)
def test_a_copy_has_every_column_of_the_database_or_says_why_not(label: str, db: None) -> None:
    rule = RULES[label]
    by_column = {field.column: field.name for field in model_of(rule)._meta.concrete_fields}
    exported = {name for name, _lookup in copying.columns_of(rule, provided=False)}
    for column in columns_in_the_database(model_of(rule)):
        name = by_column.get(column, column)
        assert name in exported or rule.withheld.get(name), (
            f"{label}.{name} belongs to a member and is in no copy of theirs. It is a column that "
            "the model does not have: add it there, or name it in withheld, with the reason, in "
            "the rule of this table in accounts/retention/."
        )


def test_a_copy_has_the_members_rows_of_every_table_and_nobody_elses(
    maya: Member, omar: Member
) -> None:
    for owner, word in ((maya, "mine"), (omar, "theirs")):
        make.claim(owner, service=f"Claim of {word}")
        make.order(owner, summary=f"Lamp of {word}")
        make.balance(owner, title=f"Account of {word}")
        make.call_request(owner, note=f"Note of {word}")
    whole = copy_of(ask(maya, Kind.ACCESS))
    text = json.dumps(whole)
    for thing in ("Claim", "Lamp", "Account", "Note"):
        assert f"{thing} of mine" in text
        assert f"{thing} of theirs" not in text
    assert set(tables(whole)) == set(OWNED)


def test_a_copy_holds_no_secret_and_says_so(maya: Member) -> None:
    user = tables(copy_of(ask(maya, Kind.ACCESS)))["accounts.User"]
    assert "password" not in user["rows"][0]
    assert user["left_out"]["password"].startswith("It is a secret")


def test_who_works_here_is_named_by_their_role(maya: Member, sana: User) -> None:
    from accounts.models import AccessRecord, record_access

    record_access(sana, AccessRecord.What.CALL_REQUEST, [(maya.pk, None)])
    [look] = tables(copy_of(ask(maya, Kind.ACCESS)))["accounts.AccessRecord"]["rows"]
    assert look["user"] == "specialist"


def test_earlier_requests_are_in_the_copy(maya: Member) -> None:
    work_on(ask(maya, Kind.DELETION).pk)
    found = tables(copy_of(ask(maya, Kind.ACCESS)))["accounts.DataRequest"]["rows"]
    assert [row["kind"] for row in found] == ["deletion", "access"]


def test_what_a_member_takes_elsewhere_is_what_they_gave_us(maya: Member) -> None:
    make.claim(maya)
    make.call_request(maya, note="Speak slowly")
    whole = copy_of(ask(maya, Kind.PORTABILITY))
    assert "claims.Claim" not in tables(whole)
    assert tables(whole)["outreach.CallRequest"]["rows"][0]["note"] == "Speak slowly"
    assert tables(whole)["accounts.Phone"]["rows"][0]["number"] == "+13125550142"


# Requests


def test_asking_twice_is_asking_once(maya: Member) -> None:
    assert ask(maya, Kind.ACCESS) == ask(maya, Kind.ACCESS)
    assert maya.data_requests.count() == 1


def test_an_unknown_person_is_refused_and_nothing_is_opened(maya: Member) -> None:
    with pytest.raises(UnknownPerson):
        subject_of("PL999999", dt.date(1980, 5, 17))
    with pytest.raises(UnknownPerson):
        subject_of(maya.number, dt.date(1999, 1, 1))
    with pytest.raises(UnknownPerson):
        ask(None, Kind.DELETION)
    assert not DataRequest.objects.exists()


def test_the_database_refuses_to_call_done_what_did_not_run(maya: Member) -> None:
    request = ask(maya, Kind.DELETION)
    with pytest.raises(DatabaseError, match="a step has not run"), transaction.atomic():
        request.finish()
    request.steps.all().delete()
    with pytest.raises(DatabaseError, match="a step has not run"), transaction.atomic():
        request.finish()
    assert DataRequest.objects.open().get() == request


def test_a_step_that_fails_is_said_and_the_request_stays_open(
    maya: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = ask(maya, Kind.DELETION)
    clear = deletion.clear

    def fail(request: DataRequest, store: str) -> int:
        if store == "accounts.Phone":
            raise OSError
        return clear(request, store)

    monkeypatch.setattr(deletion, "clear", fail)
    assert not work_on(request.pk)
    assert request.steps.get(store="accounts.Phone").trouble == "OSError"
    assert DataRequest.objects.open().get() == request
    assert maya.phones.exists()
    monkeypatch.undo()
    assert work_on(request.pk)
    assert request.steps.get(store="accounts.Phone").trouble == ""
    assert not maya.phones.exists()


@pytest.mark.django_db(transaction=True)  # each step ends, as in the worker
def test_a_member_whom_we_called_is_deleted_with_what_was_written_and_corrected(
    maya: Member, omar: Member, sana: User
) -> None:
    for owner in (maya, omar):
        summary = make.summary(owner, sana)
        talk.correct(summary, "It was an email", line=summary.lines.get())
        missing = talk.correct(summary, "We also talked of my address", line=None)
        assert talk.answer(missing, "So we did.", by=sana)
    kept = [model.objects.count() // 2 for model in OF_A_CALL]
    assert min(kept) > 0
    request = ask(maya, Kind.DELETION)
    assert work_on(request.pk)
    rows = dict(request.steps.values_list("store", "rows"))
    assert [rows[model._meta.label] for model in OF_A_CALL] == kept
    assert [model.objects.count() for model in OF_A_CALL] == kept


@pytest.mark.parametrize("label", [label for label, rule in OWNED.items() if rule.asked == "goes"])
def test_what_leads_to_a_row_goes_before_it_or_with_it(label: str) -> None:
    """Else the database refuses the step at its end, and the request is never done."""
    order = list(RULES)
    for relation in relations_to(model_of(RULES[label])):
        child = relation.related_model._meta.label
        if keeps(relation) and OWNED[child].asked == "goes":
            assert order.index(child) < order.index(label), f"{child} leads to {label}"


def test_erasing_twice_succeeds_both_times(maya: Member) -> None:
    first = ask(maya, Kind.DELETION)
    assert work_on(first.pk)
    second = ask(maya, Kind.DELETION)
    assert second != first
    assert work_on(second.pk)
    assert [one.outcome for one in maya.data_requests.order_by("asked_at")] == ["done", "done"]
    assert sum(step.rows for step in second.steps.all()) == 0


def test_the_worker_answers_what_waits(maya: Member, omar: Member) -> None:
    ask(maya, Kind.ACCESS)
    ask(omar, Kind.DELETION)
    ask(omar, Kind.CORRECTION, words="My name is spelled wrong")
    assert work_on_all() == 2
    assert DataRequest.objects.open().get().kind == Kind.CORRECTION


def test_a_legal_hold_stops_a_deletion_until_it_is_lifted(maya: Member, nadia: User) -> None:
    hold = LegalHold.objects.create(member=maya, why="A lawsuit", placed_by=nadia)
    request = ask(maya, Kind.DELETION)
    assert work_on_all() == 0
    assert not work_on(request.pk)
    assert maya.phones.exists()
    assert all(part.becomes == "stays" for part in deletion.preview(maya, closes_sign_in=True))
    hold.lift(by=nadia)
    assert work_on_all() == 1
    assert not maya.phones.exists()


def test_a_deletion_leaves_word_of_each_table(maya: Member) -> None:
    request = ask(maya, Kind.DELETION)
    work_on(request.pk)
    assert Sweep.objects.get(request=request, model="accounts.Phone").rows == 1


def test_an_extension_needs_a_reason_and_happens_once(maya: Member, nadia: User) -> None:
    request = ask(maya, Kind.ACCESS)
    later = request.due_on + dt.timedelta(days=30)
    with pytest.raises(IntegrityError), transaction.atomic():
        request.extend(to=later, why="", by=nadia)
    assert request.extend(to=later, why="An old system answers slowly.", by=nadia)
    assert not request.extend(to=later + dt.timedelta(days=9), why="Again", by=nadia)
    assert request.due_on == later


def test_the_clock_starts_on_the_members_own_day(maya: Member, settings: Any) -> None:
    settings.PORTAL_NOW = dt.datetime(2026, 11, 25, 4, 0, tzinfo=dt.UTC)  # the 24th in Chicago
    request = ask(maya, Kind.ACCESS)
    assert request.came_on == dt.date(2026, 11, 24)
    assert request.due_on == dt.date(2026, 12, 24)
    assert now() == request.asked_at


@time_machine.travel(NOON, tick=False)
@pytest.mark.parametrize("how", ["emails", "a link", "a death"])
def test_what_was_stopped_stays_stopped_when_the_rest_is_deleted(
    maya: Member, sana: User, how: str
) -> None:
    Silence.objects.bounced(maya, "sms", "+13125550142", NOON)
    if how == "emails":
        Reach.objects.create(member=maya, email=False)
    elif how == "a link":
        Silence.objects.stop(maya, "email", "", "unsubscribed", NOON)
    else:
        Silence.objects.mourn(maya, "deceased", by=sana, at=NOON)
    work_on(ask(maya, Kind.DELETION).pk)
    told(maya)
    send_due()
    assert mail.outbox == []
    assert not Silence.objects.exclude(address="").exists()
