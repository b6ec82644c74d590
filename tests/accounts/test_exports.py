"""Files for officers: whole, safe in a spreadsheet, and in the log with their digest."""

import csv
import hashlib
import io

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AccessRecord, AuditExport, ConsentEvent, Member, User
from tests import make
from tests.accounts.test_audit import CHECKED, NOON, dated, turn, use
from tests.many import copies

LEDGER = reverse("accounts:consent_event_list_csv")


def taken(browser: Client, address: str, **asked: str) -> bytes:
    answer = browser.get(address, asked)
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    return answer.getvalue()


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode())))


def test_a_file_has_every_row_that_the_page_counts_and_names_nobody(
    as_nadia: Client, maya: Member, omar: Member
) -> None:
    on = turn(maya, True)
    turn(omar, True)
    turn(maya, False)
    content = taken(as_nadia, LEDGER)
    rows = rows_of(content)
    assert [row["decision"] for row in rows] == ["withdraw", "grant", "grant"]
    assert rows[-1]["hash"] == bytes(on.hash).hex()
    assert rows[-1]["wording_sha256"] == bytes(on.wording).hex()
    assert maya.number.encode() not in content
    assert len(rows_of(taken(as_nadia, LEDGER, decision="withdraw"))) == 1
    assert as_nadia.get(LEDGER, {"first": "x"}).status_code == 400


def test_the_log_says_who_took_what_with_rows_and_digest(
    as_nadia: Client, nadia: User, maya: Member
) -> None:
    turn(maya, True)
    content = taken(as_nadia, LEDGER, purpose=CHECKED[0])
    log = AuditExport.objects.get()
    assert (log.by, log.what, log.asked) == (nadia, "ledger", {"purpose": CHECKED[0]})
    assert (log.rows, log.sha256) == (1, hashlib.sha256(content).hexdigest())
    page = as_nadia.get(reverse("accounts:audit_export_list")).content.decode()
    assert log.sha256 in page
    assert nadia.email in page


def test_a_file_that_broke_off_stays_in_the_log(as_nadia: Client, maya: Member) -> None:
    turn(maya, True)
    answer = as_nadia.get(LEDGER)
    assert next(iter(answer.streaming_content)).startswith(b"subject,row,")
    assert AuditExport.objects.get().finished_at is None
    assert "Broke off" in as_nadia.get(reverse("accounts:audit_export_list")).content.decode()


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_spreadsheet_runs_what_somebody_typed(
    as_nadia: Client, maya: Member, nadia: User, start: str
) -> None:
    make.inspection(maya, nadia, f"{start}HYPERLINK(1)")
    (row,) = rows_of(taken(as_nadia, reverse("accounts:access_record_list_csv")))
    assert row["reason"] == f"'{start}HYPERLINK(1)"


def test_a_members_rows_are_taken_as_they_were_at_a_moment(
    as_nadia: Client, nadia: User, maya: Member, sana: User
) -> None:
    dated(turn(maya, True), NOON)
    use(maya, actor=sana)
    turn(maya, False)
    look = make.inspection(maya, nadia)
    decisions = reverse("accounts:inspection_event_list_csv", args=[look.pk])
    assert len(rows_of(taken(as_nadia, decisions))) == 2
    assert len(rows_of(taken(as_nadia, decisions, day="2026-03-06"))) == 1
    uses = rows_of(taken(as_nadia, reverse("accounts:inspection_use_list_csv", args=[look.pk])))
    assert [(row["by"], row["verdict"]) for row in uses] == [(sana.email, "allowed")]
    assert set(AuditExport.objects.values_list("member", flat=True)) == {maya.pk}


def test_looks_are_taken_by_who_looked(as_nadia: Client, maya: Member, sana: User) -> None:
    AccessRecord.objects.create(user=sana, member=maya, what="call_request")
    address = reverse("accounts:access_record_list_csv")
    assert len(rows_of(taken(as_nadia, address, staff=sana.email))) == 1
    assert as_nadia.get(address, {"staff": "nobody@example.com"}).status_code == 400


def test_a_long_file_is_read_page_by_page(as_nadia: Client, maya: Member) -> None:
    copies(turn(maya, True), 2500)
    with CaptureQueriesContext(connection) as queries:
        rows = rows_of(taken(as_nadia, LEDGER))
    assert len({row["row"] for row in rows}) == 2501 == ConsentEvent.objects.count()
    assert len(queries) < 12


@pytest.mark.parametrize(
    "change",
    ["UPDATE {} SET rows = 0", "UPDATE {} SET asked = '{{}}', rows = 1", "DELETE FROM {}"],
)
def test_the_log_is_never_changed(as_nadia: Client, maya: Member, change: str) -> None:
    turn(maya, True)
    taken(as_nadia, LEDGER)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change.format(AuditExport._meta.db_table))
