"""Logs are read as they come, and what cannot be read is named with its line."""

from contextlib import suppress

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from claims.estimates import columns
from claims.estimates import log as log_module
from claims.estimates.fairness import of_a_person
from claims.estimates.log import WrongLog, parse, read
from claims.estimates.situations import situations

HEADER = "case_id,activity,timestamp"


def test_events_come_in_any_order_and_in_any_zone():
    log = parse(
        [
            "timestamp;Activity;case_id",
            "2026-03-02T09:00:00+02:00;b;1",
            "2026-03-01 12:00:00;c;2",
            "2026-03-01T05:00:00Z;a;1",
        ],
        "x.csv",
    )
    assert log.case_ids == ["1", "2"]
    assert [log.activities[code] for code in log.activity] == ["a", "b", "c"]
    assert log.at[1] - log.at[0] == pytest.approx(26 / 24)


def test_epochs_are_times_too_however_fine():
    rows = [f"{zeros},a,17{'0' * (8 + zeros)}" for zeros in (0, 3, 6, 9)]
    assert len(set(parse([HEADER, *rows, "x,a,2023-11-14T22:13:20Z"], "x.csv").at)) == 1


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ([], "x.csv, line 1: one column “case_id” is needed. Found: nothing."),
        (["case_id,activity,when", "1,a,2"], "line 1: one column “timestamp” is needed"),
        ([HEADER, "1,a,2026-01-01", "1,b,soon"], "x.csv, line 3: “soon” is no time like"),
        ([HEADER, "1,a,2026-01-01,x"], "x.csv, line 2: 4 cells, but the first line names 3."),
        ([HEADER, ",a,2026-01-01"], "x.csv, line 2: there is no case_id."),
        ([HEADER, "1,a,"], "x.csv, line 2: there is no timestamp."),
        ([HEADER], "x.csv: there is no event in it."),
    ],
)
def test_a_log_that_cannot_be_read_says_where_and_why(lines, says):
    with pytest.raises(WrongLog) as problem:
        parse(lines, "x.csv")
    assert says in str(problem.value)


def test_a_file_that_is_not_there_or_is_no_text_says_so(tmp_path):
    with pytest.raises(WrongLog, match="No such file"):
        read(tmp_path / "none.csv")
    (tmp_path / "bad.csv").write_bytes("case_id,activity,timestamp\n1,é,2026".encode("latin-1"))
    with pytest.raises(WrongLog, match=r"bad\.csv, line 2: this is not text in UTF-8"):
        read(tmp_path / "bad.csv")


def test_a_column_of_very_many_numbers_stays_and_one_of_very_many_names_goes(monkeypatch):
    monkeypatch.setattr(columns, "MOST_NAMES", 30)
    monkeypatch.setattr(log_module, "BLOCK", 10)
    rows = [f"{n // 2},a,{1_700_000_000 + n},{n / 7 if n % 3 else ''},name {n}" for n in range(90)]
    log = parse([HEADER + ",amount,event", *rows], "x.csv")
    assert log.all_different == ("event",)
    amount = situations(log).numbers["column amount"]
    assert amount[:5] == pytest.approx([np.nan, 1 / 7, 2 / 7, 2 / 7, 4 / 7], nan_ok=True)


@settings(deadline=None, max_examples=60)
@given(st.text(alphabet='123,;"\n\t\0|é-:TZae ', max_size=80))
@example("1,a,2026-01-01T00:00:00+24:00")
@example("1,a,0001-01-01T00:00:00+23:59")
@example("1,a,99999999-01-01")
def test_whatever_a_file_holds_it_is_read_or_refused(text):
    lines = f"{HEADER}\n{text}".splitlines(keepends=True)
    read_anyway = None
    with suppress(WrongLog):
        read_anyway = parse(lines, "x.csv")
    assert read_anyway is None or len(read_anyway) > 0


def test_a_few_rows_without_a_case_are_left_out_and_named():
    log = parse([HEADER, "1,a,2026-01-01", ",b,2026-01-02", "1,c,2026-01-03"], "x.csv")
    assert len(log) == 2
    assert log.left_out == ("x.csv, line 3: there is no case_id.",)


@pytest.mark.parametrize(
    "column", ["age", "Sex", "member_id", "postal code", "patientAge", "case:language", "diagnose"]
)
def test_columns_about_a_person_are_never_read(column):
    log = parse([f"{HEADER},{column},channel", "1,a,2026-01-01,x,web"], "x.csv")
    assert log.about_people == (column,)
    assert set(log.columns) == {"channel"}


@pytest.mark.parametrize(
    "column", ["channel", "amount", "stage", "resource", "page", "vehicleclass"]
)
def test_columns_about_the_case_are_read(column):
    assert not of_a_person(column)


def test_no_situation_has_a_field_about_a_person():
    rows = situations(
        parse(
            [f"{HEADER},age,language,kind", "1,a,2026-01-01,40,es,B", "1,b,2026-01-02,,,"], "x.csv"
        )
    )
    fields = {name.removeprefix("column ") for name in [*rows.names, *rows.numbers]}
    assert "kind" in fields
    assert [name for name in fields if of_a_person(name)] == []
    assert [name for name in type(rows).__dataclass_fields__ if of_a_person(name)] == []


def test_a_situation_knows_nothing_that_came_later():
    lines = [HEADER + ",kind", "1,a,2026-01-01,", "1,b,2026-01-03,X", "2,a,2026-01-02,Y"]
    later = [*lines, "1,c,2026-02-01,Z", "3,a,2026-02-02,X", "2,b,2026-02-03,W"]
    before, after = (situations(parse(some, "x.csv")) for some in (lines, later))
    for name, numbers in before.numbers.items():
        if name in {"open", "done in a month", "waiting alike"}:
            continue  # the end of a log ends its cases
        told = dict(zip(zip(after.case, after.at, strict=True), after.numbers[name], strict=True))
        for key, value in zip(zip(before.case, before.at, strict=True), numbers, strict=True):
            assert told[key] == pytest.approx(value, nan_ok=True), name
