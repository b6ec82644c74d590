"""The command says how good dates would have been, of any log."""

import csv
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.claims.estimates.logs import text
from tests.claims.sources.reading import SAMPLES


def run(*args) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("evaluate_dates", *map(str, args), stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


@pytest.fixture
def made(tmp_path) -> Path:
    path = tmp_path / "made.csv"
    path.write_text("\n".join(text(400)))
    return path


@pytest.mark.parametrize("protocol", ["paper", "deployed"])
def test_promises_are_kept_as_often_as_said(made, tmp_path, protocol):
    out = tmp_path / "results.csv"
    said, _ = run(made, "--protocol", protocol, "--out", out)
    assert f"Protocol {protocol}, 80% promised." in said
    (row,) = csv.DictReader(out.read_text().splitlines())
    assert row["log"] == "made.csv"
    assert 0.7 < float(row["coverage"]) < 0.9
    assert 0 < float(row["mae"]) < float(row["horizon"])
    assert float(row["no_date"]) < 0.05
    assert float(row["mae"]) < float(row["baseline_mae"])  # which cannot see the kind
    assert [line.split()[0] for line in said.splitlines()[2:]] == ["made.csv", "baseline"]
    assert ",".join(row) == (
        "log,protocol,share,predictions,refits,mae,coverage,horizon,no_median,no_date,"
        "baseline_mae,baseline_coverage,baseline_horizon,baseline_no_median,baseline_no_date"
    )


def test_a_bad_log_stops_no_other_and_is_named(made, tmp_path):
    bad = tmp_path / "bad.csv"
    bad.write_text("case_id,activity,timestamp\n1,a,soon\n")
    with pytest.raises(CommandError, match=r"bad\.csv, line 2: “soon” is no time"):
        run(bad, made, "--protocol", "paper", "--out", tmp_path / "out.csv")
    assert len((tmp_path / "out.csv").read_text().splitlines()) == 2


@pytest.mark.parametrize("protocol", ["paper", "deployed"])
def test_a_log_with_hardly_anything_has_no_dates(tmp_path, protocol):
    tiny = tmp_path / "tiny.csv"
    tiny.write_text("\n".join(text(5)))
    said, _ = run(tiny, "--protocol", protocol)
    assert "100.0%" in said
    tiny.write_text("case_id,activity,timestamp\n1,a,2026-01-01\n")
    with pytest.raises(CommandError, match=r"tiny\.csv: .* nothing to predict"):
        run(tiny, "--protocol", protocol)


@pytest.mark.parametrize("protocol", ["paper", "deployed"])
@pytest.mark.parametrize("step", [0, 86_400])
def test_a_log_in_which_all_cases_are_the_same_is_measured_too(tmp_path, protocol, step):
    path = tmp_path / "same.csv"
    events = [
        f"{case},a,{1_700_000_000 + case // 50 * 9 * step + turn * step},,"
        for case in range(200)
        for turn in range(4)
    ]
    path.write_text("\n".join(["case_id,activity,timestamp,empty,", *events]))
    said, _ = run(path, "--protocol", protocol)
    assert "same.csv" in said


@pytest.mark.parametrize(("name", "baseline"), [("helpdesk", 4.67), ("sepsis", 16.69)])
def test_real_processes_are_dated_at_least_as_well_as_by_the_baseline(tmp_path, name, baseline):
    path = SAMPLES.parent / "eventlogs" / f"{name}.csv"
    if not path.is_file():
        pytest.skip("the event logs are not here")
    run(path, "--protocol", "paper", "--out", tmp_path / "out.csv")
    (row,) = csv.DictReader((tmp_path / "out.csv").read_text().splitlines())
    assert float(row["mae"]) <= baseline


def test_columns_about_people_are_named_and_not_used(tmp_path):
    path = tmp_path / "people.csv"
    path.write_text("\n".join(line.replace("kind", "age") for line in text(60)))
    _, warned = run(path, "--protocol", "paper")
    assert "not used, about a person: age." in warned
