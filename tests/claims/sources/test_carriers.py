"""What FedEx, USPS and Canada Post write in XML becomes the same parcels as everybody's."""

import datetime as dt

import pytest

from claims.facts import OrderState
from claims.fold_order import fold_shipment
from claims.sources import canadapost, fedex, parse, tracking, usps
from claims.sources.refusal import Refusal
from tests.claims.sources.reading import HEARD, SAMPLES, read

S = OrderState


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def fedex_event(status: str, when: str, *, reason: str = "", words: str = "", state="IL") -> str:
    return f"""<Events><Timestamp>{when}</Timestamp><EventType>{status}</EventType>
        <EventDescription>{words}</EventDescription>
        <StatusExceptionCode>{reason}</StatusExceptionCode>
        <Address><City>PEORIA</City><StateOrProvinceCode>{state}</StateOrProvinceCode></Address>
        </Events>"""


def fedex_answer(*inside: str, code: str = "7712") -> str:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
        <SOAP-ENV:Envelope xmlns:SOAP-ENV="urn:soap"><SOAP-ENV:Body>
        <v7:TrackReply xmlns:v7="urn:fedex"><v7:CompletedTrackDetails><v7:TrackDetails>
        <v7:TrackingNumber>{code}</v7:TrackingNumber>{"".join(inside)}
        </v7:TrackDetails></v7:CompletedTrackDetails></v7:TrackReply>
        </SOAP-ENV:Body></SOAP-ENV:Envelope>"""


def usps_answer(*events: tuple[str, str, str], more: str = "") -> str:
    """Events as (code, day, time), the newest first."""
    told = [
        f"<{tag}><EventCode>{code}</EventCode><EventDate>{day}</EventDate>"
        f"<EventTime>{time}</EventTime><Event>Words</Event>"
        f"<EventCity>RENO</EventCity><EventState>NV</EventState></{tag}>"
        for tag, (code, day, time) in zip(
            ["TrackSummary", *["TrackDetail"] * len(events)], events, strict=False
        )
    ]
    return f'<TrackResponse><TrackInfo ID="9205">{more}{"".join(told)}</TrackInfo></TrackResponse>'


def canada(*events: tuple[str, str], zone: str = "EST", more: str = "") -> str:
    """Events as (identifier, "2026-11-20 10:00:00")."""
    told = "".join(
        f"<occurrence><event-identifier>{code}</event-identifier>"
        f"<event-date>{when[:10]}</event-date><event-time>{when[11:]}</event-time>"
        f"<event-time-zone>{zone}</event-time-zone><event-site>LAVAL</event-site>"
        f"<event-province>QC</event-province></occurrence>"
        for code, when in events
    )
    return (
        f'<tracking-detail xmlns="urn:cp"><pin>1371</pin>{more}'
        f"<significant-events>{told}</significant-events></tracking-detail>"
    )


@pytest.mark.parametrize(
    ("status", "reason", "state", "detail"),
    [
        ("OC", "", S.LABEL_CREATED, ""),
        ("PU", "", S.IN_TRANSIT, ""),
        ("IT", "72", S.IN_TRANSIT, ""),
        ("OD", "", S.OUT_FOR_DELIVERY, ""),
        ("HL", "", S.PICKUP_READY, ""),
        ("DE", "", S.ATTEMPTED, ""),
        ("DE", "008", S.ATTEMPTED, "absent"),
        ("DE", "03", S.EXCEPTION, "address"),
        ("DE", "07", S.EXCEPTION, "refused"),
        ("SE", "99", S.EXCEPTION, ""),
        ("CD", "", S.EXCEPTION, "customs"),
        ("DY", "", S.EXCEPTION, "delayed"),
        ("RS", "", S.RETURNING, ""),
        ("CA", "", S.CANCELLED, ""),
        ("DL", "014", S.DELIVERED, ""),
        ("Q9", "", S.UNRECOGNISED, ""),
    ],
)
def test_a_fedex_status_becomes_our_state(status, reason, state, detail):
    event = fedex_event(status, "2026-11-20T10:00:00-06:00", reason=reason)
    (record,) = read("fedex", fedex_answer(event))
    assert (record.carrier, record.tracking_code) == ("FedEx", "7712")
    assert (record.state, record.detail) == (state, detail)
    assert record.code == "/".join(filter(None, (status, reason)))


@pytest.mark.parametrize(
    ("event", "state"),
    [
        ("GX", S.LABEL_CREATED),
        ("OA", S.IN_TRANSIT),
        ("OF", S.OUT_FOR_DELIVERY),
        ("16", S.PICKUP_READY),
        ("02", S.ATTEMPTED),
        ("04", S.EXCEPTION),
        ("05", S.EXCEPTION),
        ("09", S.RETURNING),
        ("27", S.RETURNING),
        ("01", S.DELIVERED),
        ("DX", S.STALE),
        ("Q9", S.UNRECOGNISED),
    ],
)
def test_a_usps_event_becomes_our_state(event, state):
    (record,) = read("usps", usps_answer((event, "November 20, 2026", "9:01 am")))
    assert (record.carrier, record.state, record.code) == ("USPS", state, event)


@pytest.mark.parametrize(
    ("event", "state"),
    [
        ("3000", S.LABEL_CREATED),
        ("0100", S.IN_TRANSIT),
        ("174", S.OUT_FOR_DELIVERY),
        ("0500", S.OUT_FOR_DELIVERY),
        ("1479", S.PICKUP_READY),
        ("0167", S.ATTEMPTED),
        ("0173", S.EXCEPTION),
        ("1408", S.DELIVERED),
        ("9999", S.UNRECOGNISED),
    ],
)
def test_a_canada_post_event_becomes_our_state(event, state):
    (record,) = read("canadapost", canada((event, "2026-11-20 10:00:00")))
    assert (record.carrier, record.state, record.code) == ("Canada Post", state, event)


def test_every_detail_of_the_carriers_has_a_word_that_the_answer_explains():
    tables = (fedex.STATUS, fedex.REASON, usps.EVENT, usps.CATEGORY, canadapost.EVENT)
    details = {detail for table in tables for _state, detail in table.values()}
    assert details - {""} <= tracking.DETAILS


def test_a_clerks_clock_is_read_in_the_state_where_it_hangs():
    (record,) = read("usps", usps_answer(("10", "November 20, 2026", "11:36 pm")))
    assert record.steps[0].occurred_at == at("2026-11-21 07:36")  # Nevada keeps Pacific time
    told = fedex_event("IT", "2026-07-01T23:30:00", state="OR")
    (record,) = read("fedex", fedex_answer(told))
    assert record.steps[0].occurred_at == at("2026-07-02 06:30")  # daylight time
    (record,) = read("canadapost", canada(("100", "2026-11-20 10:00:00"), zone="PST"))
    assert record.steps[0].occurred_at == at("2026-11-20 18:00")


def test_a_day_without_a_time_stays_that_day():
    (record,) = read("fedex", fedex_answer(fedex_event("PU", "2026-11-20T00:00:00")))
    assert record.steps[0].occurred_at == at("2026-11-20 12:00")
    (record,) = read("usps", usps_answer(("10", "November 20, 2026", "")))
    assert record.steps[0].occurred_at == at("2026-11-20 12:00")


def test_a_label_of_the_same_day_does_not_unship_a_parcel():
    events = (
        fedex_event("OC", "2026-11-20T15:03:00-05:00"),
        fedex_event("PU", "2026-11-20T00:00:00"),
    )
    (record,) = read("fedex", fedex_answer(*events))
    assert record.state == S.IN_TRANSIT


def test_a_status_that_only_the_parcel_itself_has_becomes_an_event():
    status = "<StatusDetail><CreationTime>2026-11-20T00:00:00</CreationTime><Code>SE</Code>"
    told = status + "<Description>Shipment exception</Description></StatusDetail>"
    event = fedex_event("IT", "2026-11-20T18:00:00-06:00")
    (record,) = read("fedex", fedex_answer(told, event))
    assert (record.state, len(record.steps)) == (S.EXCEPTION, 2)


def test_what_usps_says_of_the_whole_helps_where_its_event_is_unknown():
    known = "<StatusCategory>Delivery Attempt</StatusCategory>"
    event = ("Q9", "November 20, 2026", "9:01 am")
    (record,) = read("usps", usps_answer(event, more=known))
    assert record.state == S.ATTEMPTED
    assert S.UNRECOGNISED in {step.state for step in record.steps}  # and is still counted


def test_a_name_is_kept_and_no_signature_is_no_name():
    signed = "<DeliverySignatureName>M.EXAMPLE</DeliverySignatureName>"
    unsigned = "<DeliverySignatureName>Signature not required</DeliverySignatureName>"
    event = fedex_event("DL", "2026-11-20T10:00:00-06:00")
    (one,) = read("fedex", fedex_answer(signed, event))
    (other,) = read("fedex", fedex_answer(unsigned, event))
    assert (one.signed_by, other.signed_by) == ("M.EXAMPLE", "")


def test_a_parcel_that_its_carrier_does_not_know_is_refused_with_the_carriers_code():
    notice = "<Notification><Severity>ERROR</Severity><Code>9040</Code></Notification>"
    (refusal,) = read("fedex", fedex_answer(notice))
    assert refusal.found == "its error 9040"
    error = "<Error><Number>-2147219302</Number><Description>Not found</Description></Error>"
    (refusal,) = read("usps", usps_answer(more=error))
    assert refusal.found == "its error -2147219302"


def test_the_old_answer_of_usps_in_prose_is_refused_because_it_has_no_dates():
    prose = "<TrackSummary>Your item was delivered at 8:10 am.</TrackSummary>"
    (refusal,) = read("usps", usps_answer(more=prose))
    assert "TrackFieldRequest" in refusal.expected


def test_one_unknown_parcel_does_not_cost_the_next():
    one = usps_answer(("01", "November 20, 2026", "9:01 am")).removesuffix("</TrackResponse>")
    error = '<TrackInfo ID="2"><Error><Number>1</Number></Error></TrackInfo>'
    found = read("usps", one + error + "</TrackResponse>")
    assert [isinstance(each, Refusal) for each in found] == [False, True]


def test_a_new_day_of_delivery_counts_before_the_old_one():
    days = (
        "<expected-delivery-date>2026-11-24</expected-delivery-date>"
        "<changed-expected-date>2026-11-27</changed-expected-date>"
    )
    (record,) = read("canadapost", canada(("100", "2026-11-20 10:00:00"), more=days))
    assert record.expected_on == dt.date(2026, 11, 27)


SAMPLE_FILES = {
    "tracking_response_in_transit.xml": ("fedex", S.IN_TRANSIT, 1),
    "tracking_response_delivered_at_door.xml": ("fedex", S.DELIVERED, 10),
    "tracking_response_not_found.xml": ("fedex", None, 0),
    "tracking_response.xml": ("usps", S.DELIVERED, 10),
    "tracking_response_failure.xml": ("usps", None, 0),
    "tracking_details_en.xml": ("canadapost", S.DELIVERED, 10),
}


@pytest.mark.parametrize("name", SAMPLE_FILES)
def test_a_sample_of_carrier_xml_is_read_or_refused_with_its_reason(name):
    system, state, steps = SAMPLE_FILES[name]
    path = SAMPLES / "carrier-xml" / name
    if not path.exists():
        pytest.skip("the samples are not here")
    with path.open("rb") as stream:
        (found,) = parse(system, stream, source=system, received_at=HEARD)
    if state is None:
        assert isinstance(found, Refusal)
        assert found.found
    else:
        assert (found.state, len(found.steps)) == (state, steps)
        assert not [step for step in found.steps if step.state == S.UNRECOGNISED]


def test_a_parcel_taken_to_a_wrong_door_first_was_delivered_on_the_second_day():
    events = (
        ("1496", "2026-11-20 12:00:00"),
        ("0173", "2026-11-21 06:00:00"),
        ("1496", "2026-11-23 09:00:00"),
    )
    (record,) = read("canadapost", canada(*events))
    folded = fold_shipment(record.steps)
    assert (folded.state, folded.state_at) == (S.DELIVERED, at("2026-11-23 14:00"))
