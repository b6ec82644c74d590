"""Each face says how sure we are, in the seven sentences of the page rules."""

import datetime as dt

import pytest

from claims.answers.answer import Freshness
from claims.answers.freshness import asks_a_person_first, freshness
from claims.answers.words import plain
from claims.facts import SourceFacts

CHICAGO = "America/Chicago"
NOW = dt.datetime(2026, 3, 18, 4, 58, tzinfo=dt.UTC)  # 23:58 on Tuesday in Chicago


def ago(**past: float) -> dt.datetime:
    return NOW - dt.timedelta(**past)


def said(source: dict, **asked: object) -> tuple[Freshness, str]:
    state, line = freshness(SourceFacts(slug="plan", **source), now=NOW, zone=CHICAGO, **asked)
    return state, plain(line)


def test_a_check_of_this_evening_is_told_with_its_weekday_where_the_member_is():
    assert said({"heard_at": ago(minutes=17)}) == (
        Freshness.FRESH,
        "Checked with our claims system at 11:41pm on Tuesday.",
    )


def test_an_ageing_source_says_how_often_we_check():
    source = {"heard_at": ago(hours=7), "check_every": dt.timedelta(hours=4)}
    assert said(source) == (
        Freshness.AGEING,
        (
            "Our claims system last sent an update at 4:58pm on Tuesday, March 17. "
            "We check again every 4 hours."
        ),
    )


def test_a_stale_source_says_that_it_may_be_out_of_date():
    assert said({"heard_at": ago(hours=70), "kind": "orders"}) == (
        Freshness.STALE,
        (
            "This may be out of date. "
            "We last heard from our order system at 1:58am on Sunday, March 15."
        ),
    )


def test_a_source_we_cannot_reach_is_not_for_deadlines():
    source = {"heard_at": ago(hours=7), "failed_at": ago(hours=1), "kind": "billing"}
    state, line = said(source)
    assert state is Freshness.DOWN
    assert line.startswith("We cannot reach our billing system right now.")
    assert line.endswith("Do not rely on it for a deadline.")


def test_a_failure_before_the_last_word_is_forgotten():
    source = {"heard_at": ago(minutes=5), "failed_at": ago(hours=1)}
    assert said(source)[0] is Freshness.FRESH


def test_something_never_received_says_when_we_try_again():
    source = {"failed_at": ago(minutes=20)}
    assert said(source) == (
        Freshness.NEVER,
        (
            "We do not have this claim's status yet. Our claims system has not sent it to us. "
            "We will try again at 12:38am on Wednesday."
        ),
    )


def test_what_we_received_stands_in_for_a_heartbeat_nobody_sent():
    assert said({}, told_at=ago(minutes=17))[0] is Freshness.FRESH


@pytest.mark.parametrize("trouble", ["conflict", "held", "unrecognised"])
def test_what_is_in_doubt_says_that_a_person_was_asked(trouble):
    line = said({"heard_at": ago(minutes=5)}, **{trouble: True})[1]
    assert line.endswith("We have asked a person to check.")


def test_only_doubt_moves_the_person_under_the_answer():
    assert [state for state in Freshness if not asks_a_person_first(state)] == [
        Freshness.FRESH,
        Freshness.AGEING,
    ]


@pytest.mark.parametrize(
    ("doubt", "sentence"),
    [
        ("refused", "sent records today that we could not read."),
        ("unknown_codes", "sent codes today that we do not know yet."),
        ("cut_short", "sent a file today that we could not read to its end."),
    ],
)
def test_a_source_that_we_could_not_read_whole_says_what_that_means(doubt, sentence):
    source = {"heard_at": ago(minutes=5), "doubt": doubt, "doubt_at": ago(hours=2)}
    assert said(source) == (
        Freshness.PARTIAL,
        f"Our claims system {sentence} What you see may be missing something.",
    )


def test_trouble_of_another_day_is_told_with_its_day_where_the_member_is():
    source = {"heard_at": ago(minutes=5), "doubt": "refused", "doubt_at": ago(hours=25)}
    assert "sent records on Monday, March 16 that we could not read." in said(source)[1]


def test_a_source_that_sends_nothing_new_says_from_when_its_newest_is():
    source = {"heard_at": ago(minutes=5), "doubt": "late", "doubt_at": ago(hours=2)}
    assert said(source | {"newest_on": dt.date(2026, 3, 1), "kind": "billing"}) == (
        Freshness.PARTIAL,
        (
            "The newest thing that our billing system told us is from Sunday, March 1. "
            "What you see may be missing something newer."
        ),
    )


def test_a_silent_source_is_told_before_what_it_sent_last():
    source = {"heard_at": ago(hours=70), "doubt": "refused", "doubt_at": ago(hours=70)}
    assert said(source)[0] is Freshness.STALE
