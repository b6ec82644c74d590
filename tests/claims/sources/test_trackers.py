"""Every carrier status has a state of ours, and one that nobody knows is kept."""

import datetime as dt
import gzip
import json

import pytest

from claims.facts import OrderState, ShipmentRecord
from claims.sources import aftership, easypost, shippo, tracking
from claims.sources.refusal import Refusal
from tests.claims.sources.reading import declared, read, sample

S = OrderState


def tracker(status: str = "in_transit", detail: str = "", **fields) -> str:
    plain = {
        "object": "Tracker",
        "tracking_code": "9400",
        "carrier": "USPS",
        "status": status,
        "status_detail": detail,
        "updated_at": "2026-11-20T10:00:00Z",
        "tracking_details": [
            {"status": status, "status_detail": detail, "datetime": "2026-11-20T10:00:00Z"}
        ],
    }
    return json.dumps(plain | fields)


@pytest.mark.parametrize(
    ("status", "detail", "state"),
    [
        ("pre_transit", "label_created", S.LABEL_CREATED),
        ("in_transit", "arrived_at_facility", S.IN_TRANSIT),
        ("in_transit", "departed_facility", S.IN_TRANSIT),
        ("out_for_delivery", "out_for_delivery", S.OUT_FOR_DELIVERY),
        ("available_for_pickup", "", S.PICKUP_READY),
        ("failure", "delivery_exception", S.ATTEMPTED),
        ("failure", "damaged", S.EXCEPTION),
        ("failure", "weather_delay", S.EXCEPTION),
        ("in_transit", "delayed", S.EXCEPTION),
        ("delivered", "arrived_at_destination", S.DELIVERED),
        ("return_to_sender", "return", S.RETURNING),
        ("cancelled", "cancelled", S.CANCELLED),
        ("unknown", "expired", S.STALE),
        ("error", "", S.STALE),
        ("teleported", "", S.UNRECOGNISED),
    ],
)
def test_an_easypost_status_becomes_our_state(status, detail, state):
    (record,) = read("easypost", tracker(status, detail))
    assert record.state == state
    assert record.code == "/".join(filter(None, (status, detail)))


@pytest.mark.parametrize(
    ("carrier", "name"),
    [("DHLExpress", "DHL Express"), ("DHLEcommerce", "DHL eCommerce"), ("UPSDAP", "UPS")],
)
@pytest.mark.parametrize(
    ("status", "detail", "state", "word"),
    [
        ("in_transit", "held", S.EXCEPTION, "held"),
        ("in_transit", "transit_exception", S.EXCEPTION, ""),
        ("failure", "address_correction", S.EXCEPTION, "address"),
        ("failure", "awaiting_information", S.EXCEPTION, "information"),
        ("failure", "lost", S.EXCEPTION, "lost"),
        ("failure", "refused", S.EXCEPTION, "refused"),
        ("failure", "return", S.RETURNING, ""),
        ("in_transit", "arrived_at_pickup_location", S.PICKUP_READY, ""),
    ],
)
def test_exceptions_of_dhl_and_ups_come_through_easypost(
    carrier, name, status, detail, state, word
):
    (record,) = read("easypost", tracker(status, detail, carrier=carrier))
    assert (record.carrier, record.state, record.detail) == (name, state, word)


def test_every_status_that_easypost_declares_is_known():
    for status in declared("TrackerStatus.d.ts"):
        assert easypost.meaning(status, "")[0] != S.UNRECOGNISED, status


def test_every_detail_that_easypost_declares_changes_the_state_or_adds_nothing():
    assert set(easypost.DETAIL) <= declared("TrackerStatusDetail.d.ts")


@pytest.mark.parametrize("table", [easypost.DETAIL, aftership.SUBTAG, shippo.SUBSTATUS])
def test_every_detail_has_a_word_that_the_answer_explains(table):
    assert {detail for _state, detail in table.values()} - {""} <= tracking.DETAILS


@pytest.mark.parametrize(
    ("tag", "subtag", "state"),
    [
        ("Pending", "Pending_001", S.PLACED),
        ("InfoReceived", "InfoReceived_001", S.LABEL_CREATED),
        ("InTransit", "InTransit_007", S.IN_TRANSIT),
        ("OutForDelivery", "", S.OUT_FOR_DELIVERY),
        ("AttemptFail", "AttemptFail_002", S.ATTEMPTED),
        ("AvailableForPickup", "", S.PICKUP_READY),
        ("Exception", "Exception_011", S.RETURNED),
        ("Exception", "Exception_013", S.EXCEPTION),
        ("Delivered", "Delivered_003", S.DELIVERED),
        ("Expired", "Expired_001", S.STALE),
        ("Vanished", "Vanished_001", S.UNRECOGNISED),
    ],
)
def test_an_aftership_tag_becomes_our_state(tag, subtag, state):
    checkpoint = {"tag": tag, "subtag": subtag, "checkpoint_time": "2026-11-20T10:00:00"}
    found = {"tracking_number": "1", "slug": "ups", "tag": tag, "subtag": subtag}
    (record,) = read("aftership", json.dumps({"msg": found | {"checkpoints": [checkpoint]}}))
    assert record.state == state


@pytest.mark.parametrize(
    ("status", "substatus", "state"),
    [
        ("PRE_TRANSIT", "information_received", S.LABEL_CREATED),
        ("UNKNOWN", None, S.STALE),
        ("TRANSIT", "out_for_delivery", S.OUT_FOR_DELIVERY),
        ("TRANSIT", "pickup_available", S.PICKUP_READY),
        ("TRANSIT", "notice_left", S.ATTEMPTED),
        ("FAILURE", "package_lost", S.EXCEPTION),
        ("RETURNED", "return_to_sender", S.RETURNED),
        ("DELIVERED", "delivered", S.DELIVERED),
        ("LIMBO", None, S.UNRECOGNISED),
    ],
)
def test_a_shippo_status_becomes_our_state(status, substatus, state):
    current = {"status": status, "status_date": "2026-11-20T10:00:00Z"}
    if substatus:
        current["substatus"] = {"code": substatus}
    track = {"carrier": "usps", "tracking_number": "92", "tracking_status": current}
    (record,) = read("shippo", json.dumps({"event": "track_updated", "data": track}))
    assert record.state == state


def test_a_delivery_dated_before_the_tour_is_still_a_delivery():
    (record,) = sample("easypost", "tracking-webhook.json")
    assert record.state == S.DELIVERED
    assert len(record.steps) == 6
    assert record.expected_on == dt.date(2014, 11, 27)
    assert record.signed_by == "John Tester"


def test_a_tracker_without_its_carrier_is_refused_because_codes_repeat():
    (refusal,) = sample("easypost", "create_tracker_response.json")
    assert refusal.field == "carrier"


def test_what_only_the_tracker_itself_says_becomes_an_event():
    (record,) = read(
        "easypost",
        tracker(
            "failure",
            "damaged",
            tracking_details=[{"status": "in_transit", "datetime": "2026-11-19T10:00:00Z"}],
        ),
    )
    assert (record.state, record.detail, len(record.steps)) == (S.EXCEPTION, "damaged", 2)


def test_the_same_parcel_has_one_carrier_name_in_every_source():
    (one,) = read("easypost", tracker(carrier="UPS"))
    (other,) = read("easypost", tracker(carrier="ups"))
    assert one.carrier == other.carrier == "UPS"


def test_only_an_address_of_the_web_becomes_a_link():
    (bad,) = read("easypost", tracker(public_url="javascript:alert(1)"))
    (good,) = read("easypost", tracker(public_url="https://track.example/1"))
    assert (bad.public_url, good.public_url) == ("", "https://track.example/1")


def test_the_same_words_have_the_same_hash_whenever_they_are_heard():
    (one,) = read("easypost", tracker())
    (other,) = read("easypost", tracker())
    assert one.content_hash == other.content_hash


def test_one_broken_line_does_not_cost_the_others():
    lines = "\r\n".join([tracker(), '{"object": "Tracker", }', tracker(tracking_code="2")])
    one, refusal, other = read("easypost", "\ufeff" + lines)
    assert isinstance(one, ShipmentRecord)
    assert isinstance(other, ShipmentRecord)
    assert (refusal.line, isinstance(refusal, Refusal)) == (2, True)


def test_a_zipped_file_that_breaks_off_lands_what_came_before():
    whole = gzip.compress("\n".join(tracker(tracking_code=str(n)) for n in range(5000)).encode())
    found = read("easypost", whole[: len(whole) // 2])
    assert isinstance(found[-1], Refusal)
    assert len(found) > 100
    assert all(isinstance(one, ShipmentRecord) for one in found[:-2])


def test_a_refusal_never_repeats_what_stood_in_the_file():
    (refusal,) = read("easypost", '{"patient": "Maya Example", broken}')
    assert "Maya" not in refusal.found


@pytest.mark.parametrize("content", ["", "  \n ", "import { IFee } from", "null", "[[]]", '"x"'])
def test_what_is_no_tracker_is_refused_with_a_reason(content):
    found = read("aftership", content)
    assert found
    assert all(isinstance(one, Refusal) and one.expected for one in found)
