"""`manage.py import`: what is good lands once, the rest is named, and a kill costs nothing."""

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.forms import model_to_dict
from msgspec.structs import replace

from accounts.models import Member, MemberIdentifier
from claims.facts import ClaimState, Program
from claims.models import (
    Claim,
    ClaimEvent,
    Coverage,
    ImportBatch,
    Plan,
    Refusal,
    Source,
    UnrecognisedCode,
)
from claims.store import batch, refusals
from claims.store.batch import Run
from tests import make
from tests.claims.sources.fhir_documents import (
    NOW,
    amount,
    claim,
    concept,
    eob,
    item,
    ndjson,
    payment,
    reason,
    review,
)

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[2]
PATIENT = {
    "resourceType": "Patient",
    "id": "p1",
    "identifier": [
        {"type": concept("v2-0203", "MB"), "system": "https://plan.example", "value": "M100"}
    ],
    "name": [{"use": "official", "family": "Smith", "given": ["Maya"]}],
    "telecom": [{"system": "phone", "value": "3125550142", "use": "home"}],
}
COVERAGE = {
    "resourceType": "Coverage",
    "id": "c1",
    "status": "active",
    "type": concept("https://nahdo.org/sopt", "11"),
    "beneficiary": {"reference": "Patient/p1"},
    "class": [{"type": concept("x", "plan"), "value": "GOLD"}],
    "period": {"start": "2026-01-01"},
}
DENIED = item(1, amount("submitted", 80), amount("benefit", 0), reason("204", "PR", 80))


def numbered(number: int, **more) -> dict:
    return eob(identifier=[{"system": "x", "value": f"CLM-{number}"}], **more)


@pytest.fixture
def take_in(tmp_path, capsys):
    """Import a file of these resources (or bytes); gives the exit code and what was said."""

    def take(*resources, name="claims.ndjson", source="fhir", **options):
        path = tmp_path / name
        raw = resources and isinstance(resources[0], bytes)
        path.write_bytes(b"".join(resources) if raw else ndjson(*resources))
        code, out, err = 0, io.StringIO(), io.StringIO()
        try:
            call_command("import", source, str(path), stdout=out, stderr=err, **options)
        except SystemExit as end:
            code = end.code
        connection.check_constraints()
        return code, out.getvalue() + err.getvalue()

    return take


@pytest.fixture
def enrolls(db) -> None:
    """FHIR says who is a member."""
    make.source("fhir", enrolls=True, heard_at=None)


def everything() -> dict[str, int]:
    kept = (Claim, ClaimEvent, Member, MemberIdentifier, Coverage)
    return {model.__name__: model.objects.count() for model in (*kept, UnrecognisedCode)}


def test_a_claim_lands_whole(take_in):
    code, said = take_in(
        eob(item=[DENIED], total=[amount("submitted", 80)], payment=payment("denied"))
    )
    assert code == 0
    assert "Read 1 record from 1 file: 1 new or changed, 0 already here, 0 refused." in said
    facts = Claim.objects.get().facts()
    assert facts.state is ClaimState.DENIED
    assert facts.current.amounts.billed == 8_000
    (line,) = facts.current.lines
    assert (line.adjustments[0].group, line.adjustments[0].carc) == ("PR", "204")
    assert facts.source.heard_at is not None
    assert facts.provider == "Orange Medical Group"


def test_T32_the_same_file_twice_changes_nothing(take_in, enrolls):
    resources = [PATIENT, COVERAGE, eob(item=[DENIED]), review("PENDEDCODE")]
    take_in(*resources)
    before, held = everything(), [model_to_dict(one) for one in Claim.objects.order_by("pk")]
    code, said = take_in(*resources)
    assert "0 new or changed, 4 already here" in said
    assert code == 0
    assert everything() == before
    assert [model_to_dict(one) for one in Claim.objects.order_by("pk")] == held
    assert UnrecognisedCode.objects.get().times == 1


def test_the_same_claim_twice_in_one_file_is_one_claim(take_in):
    take_in(eob(), eob(), eob(outcome="queued"))
    assert Claim.objects.count() == 1
    assert ClaimEvent.objects.count() == 2


def test_a_correction_is_a_new_version_of_the_same_claim(take_in):
    take_in(eob(payment=payment("paid"), meta={"lastUpdated": "2026-10-06T00:00:00Z"}))
    take_in(eob(payment=payment("denied"), meta={"lastUpdated": "2026-10-20T00:00:00Z"}))
    held = Claim.objects.get()
    assert (held.state, held.version) == (ClaimState.DENIED, 2)
    assert len(held.facts().history) == 2


def test_T33_an_older_version_that_comes_late_enters_the_history_only(take_in):
    take_in(eob(payment=payment("paid"), meta={"lastUpdated": "2026-10-20T00:00:00Z"}))
    before = Claim.objects.get()
    late = {"lastUpdated": "2026-10-06T00:00:00Z"}
    take_in(eob(outcome="queued", meta=late, provider={"display": "An Older Name"}))
    after = Claim.objects.get()
    assert after.state == ClaimState.PAID
    assert after.current_id == before.current_id
    assert after.changed_at == before.changed_at, "nothing new for the member"
    assert after.provider == "Orange Medical Group"
    assert len(after.facts().history) == 2


@pytest.mark.parametrize("turned", [False, True])
def test_a_replaced_claim_is_seen_as_its_replacement_whichever_comes_first(take_in, turned):
    old = numbered(1, payment=payment("paid"))
    new = numbered(
        2,
        payment=payment("denied"),
        related=[{"relationship": concept("x", "prior"), "reference": {"value": "CLM-1"}}],
    )
    for resource in (new, old) if turned else (old, new):
        take_in(resource)
    seen = Claim.objects.visible().get()
    assert (seen.number, seen.state, seen.version) == ("CLM-2", ClaimState.DENIED, 2)
    assert len(seen.facts().history) == 2


def test_a_claim_that_says_what_replaces_it_waits_for_that(take_in):
    related = [{"relationship": concept("x", "replacedby"), "reference": {"value": "CLM-2"}}]
    take_in(numbered(1, status="cancelled", related=related))
    assert Claim.objects.visible().get().state == ClaimState.REPLACED
    take_in(numbered(2, payment=payment("paid")))
    assert Claim.objects.visible().get().number == "CLM-2"


def test_a_claim_entered_in_error_is_kept_and_not_seen(take_in):
    take_in(eob(status="entered-in-error"))
    assert Claim.objects.count() == 1
    assert not Claim.objects.visible().exists()


def test_a_claim_never_moves_to_another_person(take_in):
    take_in(eob(payment=payment("paid")))
    other = eob(payment=payment("denied"), patient={"reference": "Patient/p2"})
    for said in ("1 held until a person has looked: see /holds/.", "1 already here"):
        assert said in take_in(other)[1]
    claim = Claim.objects.get()
    assert (claim.state, claim.held) == (ClaimState.PAID, "moved_to_another_member")


def test_a_claim_of_someone_unknown_waits_unseen_for_them(take_in, enrolls):
    take_in(eob())
    waiting = Claim.objects.get().member
    assert (waiting.number, waiting.user) == ("", None)
    take_in(PATIENT)
    introduced = Member.objects.get()
    assert introduced.pk == waiting.pk
    assert (introduced.number, introduced.legal_name) == ("M100", "Maya Smith")
    assert introduced.phones.get().number == "+13125550142"


def test_an_import_never_makes_one_person_of_two(take_in, maya, omar):
    for member, value in ((maya, "M100"), (omar, "M200")):
        MemberIdentifier.objects.create(member=member, system="https://plan.example", value=value)
    both = [{"system": "https://plan.example", "value": value} for value in ("M100", "M200")]
    code, said = take_in(PATIENT | {"identifier": both})
    assert code == 2
    assert "two people are never made into one" in said


def test_what_members_chose_themselves_an_import_does_not_change(take_in, enrolls, maya):
    MemberIdentifier.objects.create(member=maya, system="https://plan.example", value="M100")
    take_in(PATIENT | {"communication": [{"language": concept("bcp47", "es")}]})
    maya.refresh_from_db()
    assert (maya.preferred_name, maya.language) == ("Maya", "en")
    assert (maya.legal_name, maya.number) == ("Maya Smith", "M100")


@pytest.mark.parametrize("turned", [False, True])
def test_a_claim_learns_its_plan_from_the_one_coverage_of_its_day(take_in, turned):
    told = eob(item=[item(1)])
    for resource in (told, COVERAGE) if turned else (COVERAGE, told):
        take_in(resource)
    assert Claim.objects.get().plan.identifier == "fhir:GOLD"
    assert Plan.objects.get().program == Program.MEDICARE_ADVANTAGE


def test_two_coverages_of_one_rank_leave_a_claim_without_a_plan(take_in):
    other = COVERAGE | {"class": [{"type": concept("x", "plan"), "value": "SILVER"}]}
    take_in(COVERAGE, other, eob(item=[item(1)]))
    assert Claim.objects.get().plan is None


def test_good_records_land_beside_bad_ones_and_the_report_names_them(take_in, tmp_path):
    report = tmp_path / "rejects.csv"
    foreign = numbered(2, total=[amount("submitted", 5, "CAD")])
    halfcent = numbered(3, total=[amount("submitted", 0.005)])
    code, said = take_in(numbered(1), foreign, halfcent, rejects=report)
    assert code == 1
    assert "Read 3 records from 1 file: 2 new or changed, 0 already here, 1 refused." in said
    assert "1 field left out of records that landed: 1 total" in said
    assert "claims.ndjson, line 2, total.currency: expected amounts in USD, found CAD." in said
    rows = list(csv.DictReader(report.read_text().splitlines()))
    assert [(row["line"], row["warning"]) for row in rows] == [("2", "False"), ("3", "True")]
    assert Refusal.objects.filter(batch__file_name="claims.ndjson").count() == 2
    assert ImportBatch.objects.get().refused == 1


def test_a_record_that_the_database_refuses_costs_only_itself():
    good, bad, other = (claim(numbered(n)) for n in (1, 2, 3))
    bad = replace(bad, service="x" * 999)
    run = Run("fhir", file_name="x", now=NOW)
    run.batch.source = Source.objects.create(slug="fhir", kind="claims")
    run.batch.save()
    run._land([good, bad, other])
    assert {one.number for one in Claim.objects.all()} == {"CLM-1", "CLM-3"}
    assert (run.batch.read, run.batch.landed, run.batch.refused) == (3, 2, 1)
    assert "xxx" not in Refusal.objects.get().found


def test_the_report_may_be_json_lines(take_in, tmp_path):
    report = tmp_path / "rejects.jsonl"
    take_in(eob(status="draft"), rejects=report)
    row = json.loads(report.read_text())
    assert (row["file"], row["field"], row["found"]) == ("claims.ndjson", "status", "draft")
    assert row["now"] == "This record was left out. The others landed."


def test_a_dry_run_says_the_same_and_writes_nothing(take_in, enrolls, tmp_path):
    report = tmp_path / "rejects.jsonl"
    code, said = take_in(PATIENT, eob(), eob(status="draft"), dry_run=True, rejects=report)
    assert code == 1
    assert "2 new or changed, 0 already here, 1 refused." in said
    assert "nothing was written" in said
    assert everything() == dict.fromkeys(everything(), 0)
    assert not ImportBatch.objects.exists()
    assert Source.objects.get().heard_at is None
    assert report.read_text()


def test_an_x12_file_is_refused_with_a_clear_sentence(take_in):
    code, said = take_in(b"ISA*00*          *00*", name="remittance.835")
    assert code == 2
    assert "Import it as x12." in said


def test_a_source_that_does_not_exist_is_refused_in_words(tmp_path):
    with pytest.raises(CommandError, match=r"There is no source “fihr”\. Choose one of: fhir"):
        call_command("import", "fihr", str(tmp_path))


def test_a_file_that_does_not_exist_is_said(tmp_path):
    out, err = io.StringIO(), io.StringIO()
    with pytest.raises(SystemExit) as end:
        call_command("import", "fhir", str(tmp_path / "none.json"), stdout=out, stderr=err)
    assert end.value.code == 2
    assert "No such file" in err.getvalue()


def test_what_we_do_not_keep_is_counted_and_no_mistake(take_in):
    code, said = take_in({"resourceType": "Organization", "id": "1"}, eob())
    assert code == 0
    assert "Of kinds that we do not keep: 1 Organization." in said


def test_of_many_kinds_the_most_frequent_are_named(take_in):
    kinds = [{"resourceType": f"Kind{number:02}"} for number in range(25)]
    _code, said = take_in(*kinds, *kinds[:20])
    assert "2 Kind19 and 5 others." in said


def test_of_very_many_refusals_the_first_are_kept_and_all_are_counted(
    take_in, tmp_path, monkeypatch
):
    monkeypatch.setattr(refusals, "MOST_KEPT", 3)
    monkeypatch.setattr(batch, "CHUNK", 2)
    report = tmp_path / "rejects.csv"
    halfcent = [numbered(n, total=[amount("submitted", 0.005)]) for n in range(4)]
    _code, said = take_in(*halfcent, *([{}] * 7), rejects=report)
    told = ImportBatch.objects.get()
    assert (told.read, told.refused, told.left_out) == (11, 7, 4)
    kept = list(Refusal.objects.order_by("pk").values_list("line", "warning"))
    assert kept == [(1, True), (2, True), (3, True), (5, False), (6, False), (7, False)]
    assert len(report.read_text().splitlines()) == 1 + 11
    assert "--rejects FILE has all." in said


def test_two_payers_that_send_fhir_are_two_sources(take_in):
    take_in(eob(), slug="north")
    take_in(eob(), slug="south")
    assert {one.source_id for one in Claim.objects.all()} == {"north", "south"}
    assert Member.objects.count() == 2, "Patient/p1 of one server is not that of another"


def test_a_source_is_heard_from_when_its_file_held_something(take_in):
    take_in(b"ISA*00*", name="x.835")
    assert Source.objects.get().heard_at is None
    take_in(eob())
    assert Source.objects.get().heard_at is not None


def test_no_progress_bar_where_nobody_watches(take_in):
    _, said = take_in(eob())
    assert "\r" not in said


# A real process, killed


def manage(*arguments: str, database: str, **more) -> subprocess.Popen:
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "PORCHLIGHT_TEST_DATABASE": database,
        "PORCHLIGHT_TEST_CHUNK": str(FEW),
    }
    program = [sys.executable, "-c", IN_TEST_DATABASE, *arguments]
    return subprocess.Popen(program, cwd=ROOT, env=environment, **more)


IN_TEST_DATABASE = """
import os, sys, django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = os.environ["PORCHLIGHT_TEST_DATABASE"]
django.setup()
from django.core.management import call_command
from claims.store import batch
batch.CHUNK = int(os.environ["PORCHLIGHT_TEST_CHUNK"])
call_command(*sys.argv[1:])
"""
FEW = 250  # records a chunk: what a kill costs does not hang on how many


def state() -> list[tuple]:
    """All that an import decides, without keys and instants."""
    claims = Claim.objects.order_by("external_key").values_list(
        "external_key", "state", "state_on", "version", "member__identifiers__value", "service"
    )
    events = ClaimEvent.objects.order_by("content_hash").values_list("lines", "adjustments")
    return [*claims, *events, Member.objects.count()]


def kill_in_the_middle(importing: subprocess.Popen, total: int) -> int:
    """Kill it between two chunks, while the turn to land one is ours; how many landed."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(batch.LOCK)
            if landed := ClaimEvent.objects.count():
                importing.send_signal(signal.SIGKILL)
                importing.wait(10)
                assert landed < total, "it was killed in the middle"
                return landed
        time.sleep(0.005)
    raise AssertionError("nothing landed")


@pytest.mark.django_db(transaction=True)
def test_killed_half_way_and_run_again_it_ends_the_same(tmp_path, monkeypatch):
    path = tmp_path / "big.ndjson"
    total, corrected = 4 * FEW, 80
    path.write_bytes(
        ndjson(
            *(
                numbered(
                    number % (total - corrected),  # the last ones are corrections of the first
                    patient={"reference": f"Patient/{number % (total - corrected) % 97}"},
                    item=[DENIED, item(2, amount("submitted", 5))],
                    created=f"2026-10-{1 + number // FEW:02}",
                )
                for number in range(total)
            )
        )
    )
    database = connection.settings_dict["NAME"]
    first = manage("import", "fhir", str(path), database=database, stdout=subprocess.DEVNULL)
    landed = kill_in_the_middle(first, total)
    assert ClaimEvent.objects.count() == landed
    assert landed % FEW == 0, "a chunk lands whole or not at all"
    assert ImportBatch.objects.get().finished_at is None
    assert ImportBatch.objects.get().landed == landed

    second = manage("import", "fhir", str(path), database=database, stdout=subprocess.PIPE)
    said, _ = second.communicate(timeout=120)
    assert second.returncode == 0, said
    resumed = state()
    assert ImportBatch.objects.latest("pk").unchanged >= landed

    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE claims_source, accounts_member CASCADE")
    monkeypatch.setattr(batch, "CHUNK", FEW)
    call_command("import", "fhir", str(path), stdout=io.StringIO())
    assert len(resumed) > total - corrected
    assert resumed == state()
