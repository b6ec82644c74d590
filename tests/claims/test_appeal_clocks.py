"""When an appeal counts as sent and must be answered: any day, any program, any zone."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from claims.answers.appeal_case import clock_of, level_after
from claims.answers.words import local_date
from claims.deadlines.rule import Step
from claims.deadlines.rules import rule_for
from claims.facts import AppealLevel, ClaimState, ClaimUse, Program, Urgency
from tests.claims.cases import claim, plan

ZONES = ("America/Chicago", "America/New_York", "Pacific/Honolulu", "America/Phoenix")
BEGINNING = dt.datetime(2026, 1, 2, tzinfo=dt.UTC)
INSTANTS = st.integers(0, 4 * 365 * 24 * 60).map(lambda n: BEGINNING + dt.timedelta(minutes=n))


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(Program), INSTANTS, st.sampled_from(ZONES), st.booleans(), st.booleans())
@example(Program.ERISA_SELF, dt.datetime(2026, 3, 7, 16, tzinfo=dt.UTC), ZONES[1], True, True)
@example(Program.ERISA_SELF, dt.datetime(2026, 10, 31, 14, tzinfo=dt.UTC), ZONES[1], True, True)
@example(Program.MEDICAID_MCO, dt.datetime(2028, 1, 30, 5, tzinfo=dt.UTC), ZONES[0], False, True)
def test_an_appeal_is_answered_by_the_rule_of_its_program(program, at, zone, fast, before_care):
    use = ClaimUse.PREAUTHORIZATION if before_care else ClaimUse.CLAIM
    facts = claim(ClaimState.DENIED, use=use, plan=plan(program, time_zone=zone))
    filed_on = local_date(at, zone)
    urgency = Urgency.PRE_SERVICE if before_care else Urgency.POST_SERVICE
    urgency = Urgency.URGENT if fast else urgency
    rule = rule_for(Step.APPEAL_DECISION, program, on=filed_on, urgency=urgency)
    clock = clock_of(facts, AppealLevel.INTERNAL, fast=fast, filed_at=at)
    if rule is None:
        assert clock.on is None  # we never guess one
        return
    assert clock.rule == rule.name
    if rule.hours:  # real hours, whatever the wall clock does
        assert clock.at == at + dt.timedelta(hours=72)
        assert clock.on == clock.at.astimezone(ZoneInfo(zone)).date()
    else:
        assert clock.on == filed_on + dt.timedelta(days=rule.days)  # counted, never rolled
    assert clock.on >= filed_on


@pytest.mark.parametrize("program", Program)
def test_levels_end(program):
    level, seen = AppealLevel.INTERNAL, []
    while level is not None:
        assert level not in seen
        seen.append(level)
        level = level_after(program, level)
    assert len(seen) <= 3
