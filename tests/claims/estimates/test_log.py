"""Logs are read as they come, and what cannot be read is named with its line."""

import pytest

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


def test_epochs_are_times_too():
    seconds, milliseconds = parse([HEADER, "1,a,1700000000", "2,a,1700000000000"], "x.csv").at
    assert seconds == milliseconds


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
    (tmp_path / "bad.csv").write_bytes(b"case_id,activity,timestamp\n\xff\xfe,1,2")
    with pytest.raises(WrongLog, match="not text in UTF-8"):
        read(tmp_path / "bad.csv")


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
