"""An X12 214 becomes a shipment: what happened, where, when, and when it should come."""

import datetime as dt

import pytest

from claims.facts import OrderState, ShipmentRecord
from claims.sources import parse, tracking, x12_214
from claims.sources.refusal import Refusal
from tests.claims.sources.reading import HEARD, SAMPLES, read
from tests.claims.sources.x12_files import interchange, separated, transaction

S = OrderState


def shipment(*segments: str, b10: str = "B10*0542*7727*FDEG", control: str = "0001") -> str:
    return transaction(b10, *segments, kind="214", control=control)


def file(*segments: str, **named: str) -> list:
    return read("x12_214", interchange(shipment(*segments, **named)))


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("status", "reason", "state", "detail"),
    [
        ("XB", "NS", S.LABEL_CREATED, ""),
        ("AF", "NS", S.IN_TRANSIT, ""),
        ("P1", "NS", S.IN_TRANSIT, ""),
        ("AJ", "NS", S.OUT_FOR_DELIVERY, ""),
        ("X1", "NS", S.OUT_FOR_DELIVERY, ""),
        ("AV", "NS", S.PICKUP_READY, ""),
        ("AH", "NS", S.ATTEMPTED, ""),
        ("AP", "AQ", S.ATTEMPTED, "absent"),
        ("AP", "B1", S.ATTEMPTED, "closed"),
        ("AP", "A2", S.EXCEPTION, "address"),
        ("SD", "NS", S.EXCEPTION, "delayed"),
        ("SD", "AO", S.EXCEPTION, "weather"),
        ("SD", "AS", S.EXCEPTION, "customs"),
        ("SD", "B4", S.EXCEPTION, "payment"),
        ("SD", "C1", S.PICKUP_READY, ""),
        ("SD", "HB", S.EXCEPTION, "held"),
        ("A7", "BS", S.EXCEPTION, "refused"),
        ("A9", "NS", S.EXCEPTION, "damaged"),
        ("PR", "", S.EXCEPTION, "customs"),
        ("A3", "BT", S.RETURNED, ""),
        ("CA", "", S.CANCELLED, ""),
        ("D1", "NS", S.DELIVERED, ""),
        ("Q9", "NS", S.UNRECOGNISED, ""),
    ],
)
def test_a_status_and_its_reason_become_our_state(status, reason, state, detail):
    (record,) = file("LX*1", f"AT7*{status}*{reason}***20261120*1135*CT")
    assert (record.carrier, record.tracking_code) == ("FedEx", "0542")
    assert (record.state, record.detail) == (state, detail)
    assert record.code == "/".join(filter(None, (status, reason)))


def test_every_detail_has_a_word_that_the_answer_explains():
    tables = (x12_214.STATUS, x12_214.REASON)
    details = {detail for table in tables for _state, detail in table.values()}
    assert details - {""} <= tracking.DETAILS


@pytest.mark.parametrize(
    ("code", "place", "instant"),
    [
        ("ET", "", "2026-07-01 15:35"),  # daylight time in summer
        ("ES", "", "2026-07-01 16:35"),  # standard time, as it says
        ("CD", "", "2026-07-01 16:35"),
        ("UT", "", "2026-07-01 11:35"),
        ("02", "", "2026-07-01 09:35"),
        ("20", "", "2026-07-01 16:35"),
        ("LT", "RENO*NV*US", "2026-07-01 18:35"),
        ("", "RENO*NV*US", "2026-07-01 18:35"),
        ("ET", "RENO*NV*US", "2026-07-01 15:35"),
        ("LT", "", "2026-07-01 11:35"),
    ],
)
def test_a_time_is_read_in_its_zone_and_else_in_that_of_its_place(code, place, instant):
    where = [f"MS1*{place}"] if place else []
    (record,) = file("LX*1", f"AT7*AF*NS***20260701*1135*{code}", *where)
    assert record.steps[0].occurred_at == at(instant)
    assert record.steps[0].place == place.replace("*", ", ")


@pytest.mark.parametrize(
    ("written", "instant"),
    [
        ("20261120*113559*UT", "2026-11-20 11:35:59"),
        ("20261120**UT", "2026-11-20 12:00"),
        ("20261120*9999*UT", "2026-11-20 12:00"),
        ("20261120*11*UT", "2026-11-20 12:00"),
    ],
)
def test_a_time_that_is_none_leaves_the_day(written, instant):
    (record,) = file(f"AT7*AF*NS***{written}")
    assert record.steps[0].occurred_at == at(instant)


@pytest.mark.parametrize("day", ["", "20261399", "261120", "2026-11-2", "99990101"])
def test_a_day_that_is_none_leaves_the_event_without_one(day):
    (record,) = file(f"AT7*AF*NS***{day}*1135*UT")
    assert record.steps[0].occurred_at is None


def test_an_estimate_is_a_day_to_come_and_never_an_event():
    (record,) = file(
        "AT7*AF*NS***20261120*1135*ET", "AT7*AG*NS***20261124*1700*ET", "AT7*X2*AO***20261125*0900"
    )
    assert record.expected_on == dt.date(2026, 11, 25)
    assert [step.code for step in record.steps] == ["AF/NS"]
    (record,) = file("AT7***AB*NA*20261127*0800*ET")
    assert (record.expected_on, record.steps) == (dt.date(2026, 11, 27), ())


def test_the_tracking_number_counts_before_the_carriers_own():
    (record,) = file("L11*900169*PO", "L11*1Z999*2I", "AT7*AF*NS***20261120*1135*ET")
    assert record.tracking_code == "1Z999"
    (record,) = file("L11*PRO7*CN", "AT7*AF*NS***20261120*1135*ET", b10="B10**7727*UPSN")
    assert (record.carrier, record.tracking_code) == ("UPS", "PRO7")


@pytest.mark.parametrize("b10", ["B10*0542*7727", "B10**7727*FDEG", "B10", "B11*1*2*3"])
def test_a_shipment_that_nothing_names_is_refused(b10):
    (refusal,) = file("AT7*AF*NS***20261120*1135*ET", b10=b10)
    assert isinstance(refusal, Refusal)
    assert refusal.field in ("carrier", "tracking_code")


def test_places_belong_to_the_event_before_them():
    (record,) = file(
        "LX*1",
        "AT7*X4*NS***20261120*1135*ET",
        "MS1*OHIO CITY*OH*US",
        "LX*2",
        "AT7*AF*NS***20261119*1135*ET",
    )
    assert [step.place for step in record.steps] == ["OHIO CITY, OH, US", ""]


def test_each_transaction_is_a_shipment_and_another_kind_is_refused():
    one = shipment("AT7*AF*NS***20261120*1135*ET")
    other = transaction("BHT*1", kind="277", control="0002")
    third = shipment("AT7*D1*NS***20261120*1135*ET", b10="B10*9*8*UPSN", control="0003")
    first, refusal, last = read("x12_214", interchange(one, other, third))
    assert (first.state, last.state) == (S.IN_TRANSIT, S.DELIVERED)
    assert (refusal.field, refusal.found) == ("ST01", "a 277")


def test_a_shipment_that_is_cut_short_waits_for_the_whole_file():
    whole = interchange(shipment("AT7*AF*NS***20261120*1135*ET", "MS1*RENO*NV*US"))
    found = read("x12_214", whole[: whole.index("MS1")])
    assert found
    assert not [one for one in found if isinstance(one, ShipmentRecord)]


def test_any_separators_and_two_interchanges_are_read():
    one = interchange(shipment("AT7*AF*NS***20261120*1135*ET"))
    other = separated(one.replace("0542", "0543"), "|", "^", "\n").replace("|^|00501", "|!|00501")
    codes = [record.tracking_code for record in read("x12_214", one + other)]
    assert codes == ["0542", "0543"]


def test_a_shipment_of_more_events_than_any_has_is_refused():
    many = ["AT7*AF*NS***20261120*1135*ET"] * (x12_214.MOST_EVENTS + 1)
    (refusal,) = file(*many)
    assert refusal.field == "AT7"


def test_the_sample_is_read():
    path = SAMPLES / "x12" / "sta-ts214_ellipses_segterm.edi"
    if not path.exists():
        pytest.skip("the samples are not here")
    with path.open("rb") as stream:
        found = list(parse("x12_214", stream, source="x12_214", received_at=HEARD))
    (record,) = [one for one in found if isinstance(one, ShipmentRecord)]
    assert (record.carrier, record.tracking_code) == ("XXXX", "0542550913")
    assert (record.state, record.expected_on) == (S.IN_TRANSIT, dt.date(2020, 9, 11))
    assert record.steps[0].occurred_at == at("2020-09-10 15:35")
