"""What holds of every clock of the law, on any date."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from claims.deadlines.appeal import Window, appeal_window, external_review, fair_hearing
from claims.deadlines.balance import billing_error_due, plan_dates
from claims.deadlines.calendar import ONE_DAY, is_business_day, is_holiday
from claims.deadlines.counsel import COUNSEL, Counsel, Tolling
from claims.deadlines.count import count
from claims.deadlines.decision import decision_due
from claims.deadlines.order import refund_by, shipment_due
from claims.deadlines.rule import Roll
from claims.deadlines.rules import BY_ID, LEGAL_RULES
from claims.facts import Program, Urgency

DATES = st.dates(dt.date(2024, 1, 1), dt.date(2032, 12, 31))
PROGRAMS = st.sampled_from(Program)
ONE_MINUTE = dt.timedelta(minutes=1)
NEW_YEAR = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
ZONES = ("America/New_York", "America/Los_Angeles", "America/Phoenix", "Pacific/Honolulu")
LEAP_DAY, NEW_YEARS_EVE = dt.date(2028, 2, 29), dt.date(2027, 12, 31)
few = settings(max_examples=60, deadline=None)
BY_HOURS = [
    (program, urgency)
    for program in Program
    for urgency in Urgency
    if (due := decision_due(program, urgency, received_on=LEAP_DAY)) and due.rule.hours
]


def windows(program: Program, notice_on: dt.date) -> list[Window]:
    found = (
        appeal_window(program, notice_on=notice_on),
        external_review(program, notice_on=notice_on),
        fair_hearing(program, resolution_on=notice_on, days=90),
    )
    return [window for window in found if window]


@few
@given(PROGRAMS, DATES)
@example(Program.MEDICAID_MCO, LEAP_DAY)
@example(Program.ERISA_INSURED, NEW_YEARS_EVE)
def test_nobody_must_file_before_the_letter_and_advice_is_a_business_day_in_time(program, date):
    for window in windows(program, date):
        assert date <= window.starts_on < window.safe_on <= window.last_on
        assert is_business_day(window.safe_on)
        assert window.open(window.last_on)
        assert not window.open(window.last_on + ONE_DAY)


@few
@given(st.sampled_from(LEGAL_RULES), DATES)
@example(BY_ID["external-review"], dt.date(2026, 10, 31))
@example(BY_ID["fcba-notice"], dt.date(2026, 4, 15))
def test_a_day_moves_only_where_the_law_moves_it_and_then_onto_a_working_day(rule, date):
    counted = count(rule, date)
    if rule.roll is Roll.NEXT:
        assert counted.counted_on <= counted.last_on <= counted.counted_on + 4 * ONE_DAY
        assert counted.last_on.weekday() < 5
        assert not is_holiday(counted.last_on, observed=False)
    else:
        assert counted.last_on == counted.counted_on


@few
@given(st.sampled_from([rule for rule in LEGAL_RULES if rule.roll is Roll.SILENT]), DATES)
def test_what_the_law_leaves_open_moves_only_when_counsel_says_so(rule, date):
    moved = count(rule, date, counsel=Counsel(rolls=frozenset({rule.id})))
    assert moved.last_on >= count(rule, date).last_on
    assert moved.last_on.weekday() < 5


@few
@given(DATES)
@example(LEAP_DAY)
@example(LEAP_DAY - ONE_DAY)
def test_days_are_real_days_across_a_leap_day(date):
    window = appeal_window(Program.ERISA_SELF, notice_on=date)
    assert (window.last_on - date).days == 180
    assert (billing_error_due(date).notice_by - date).days == 60


@few
@given(DATES)
@example(dt.date(2027, 10, 29))
@example(dt.date(2027, 10, 31))
def test_four_months_keep_the_day_or_begin_the_fifth_month(date):
    window = external_review(Program.ACA_INDIVIDUAL, notice_on=date)
    assert window.counted_on.day in (date.day, 1)
    months = (window.counted_on.year - date.year) * 12 + window.counted_on.month - date.month
    assert months == (4 if window.counted_on.day == date.day else 5)


@pytest.mark.parametrize("zone", ZONES)
@few
@given(
    st.sampled_from(BY_HOURS),
    st.integers(0, 5 * 365 * 24 * 60).map(lambda minutes: NEW_YEAR + minutes * ONE_MINUTE),
)
@example((Program.ERISA_SELF, Urgency.URGENT), dt.datetime(2026, 3, 7, 15, tzinfo=dt.UTC))
@example((Program.ERISA_SELF, Urgency.URGENT), dt.datetime(2026, 10, 31, 14, tzinfo=dt.UTC))
def test_hours_are_real_hours_whatever_the_clock_on_the_wall_does(zone, clock, received_at):
    due = decision_due(*clock, received_at=received_at, zone=zone)
    assert due.at - received_at == dt.timedelta(hours=due.rule.hours)
    assert due.on == due.at.astimezone(ZoneInfo(zone)).date()


@few
@given(PROGRAMS, st.sampled_from(Urgency), DATES, st.integers(0, 40))
def test_an_extension_lengthens_only_with_notice_in_time_and_where_there_is_one(
    program, urgency, received_on, after
):
    first = decision_due(program, urgency, received_on=received_on)
    if first is None:
        return
    notice_on = received_on + after * ONE_DAY
    due = decision_due(program, urgency, received_on=received_on, extension_notice_on=notice_on)
    assert due.extension_valid is (bool(due.rule.extension) and notice_on <= first.on)
    assert (due.on - first.on).days == due.rule.extension * due.extension_valid
    assert first.on > received_on


@few
@given(DATES, st.integers(0, 30), st.integers(0, 60))
def test_we_read_a_stopped_clock_as_the_later_day_and_note_the_other(received_on, asked, answered):
    asked_on = received_on + asked * ONE_DAY
    read = {
        tolling: decision_due(
            Program.ERISA_SELF,
            Urgency.POST_SERVICE,
            received_on=received_on,
            asked_on=asked_on,
            answered_on=asked_on + answered * ONE_DAY,
            counsel=Counsel(tolling=tolling),
        )
        for tolling in Tolling
    }
    ours, other = read[COUNSEL.tolling], read[Tolling.AFRESH]
    assert other.on <= ours.on
    assert ours.note.endswith(other.on.isoformat())
    assert other.note.endswith(ours.on.isoformat())
    assert (ours.member_due_on - asked_on).days == 45


@few
@given(DATES)
def test_money_is_back_after_seven_working_days_however_they_are_read(date):
    due = shipment_due(date)
    assert due.ship_by < due.cancelled_on < due.refund_by
    assert is_business_day(due.refund_by)
    assert refund_by(date, counsel=Counsel(refund_skips_holidays=False)) <= refund_by(date)


@few
@given(DATES, st.integers(1, 24))
@example(dt.date(2027, 1, 31), 24)
def test_a_payment_plan_asks_once_in_each_month_and_never_after_its_day(first, number):
    dates = plan_dates(first, number)
    months = [date.year * 12 + date.month for date in dates]
    assert months == list(range(months[0], months[0] + number))
    assert all(date.day <= first.day for date in dates)
    assert all((date + ONE_DAY).day == 1 for date in dates if date.day < first.day)
