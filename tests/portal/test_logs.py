"""A log line names nobody, whatever somebody put into it."""

import json
import logging
import sys

import pytest
from django.test import RequestFactory

from portal.logs import JsonLines, Lines, mask
from portal.processes import Child


@pytest.mark.parametrize(
    "named",
    [
        "maya.lopez+claims@example.com",
        "+13125550147",
        "+1 312 555 0147",
        "(312) 555-0147",
        "312-555-0147",
        "3125550147",
        "078-05-1120",
        "PLM-00012345",
        "W123456789",
    ],
)
def test_what_names_a_person_is_masked(named) -> None:
    assert named not in mask(f"sent to {named}, twice")


@pytest.mark.parametrize(
    "harmless",
    [
        "0199f0c2-7d1e-7b60-9c0a-3125550147ab",
        "2026-11-22T07:10:34.123Z",
        "GET /claims/0199f0c2-7d1e-7b60-9c0a-3125550147ab/ 200 14 ms",
        "imported 1234567 records in 12.5 s",
    ],
)
def test_ids_times_and_counts_stay(harmless) -> None:
    assert mask(harmless) == harmless


def test_the_row_that_postgresql_refused_is_left_out() -> None:
    said = "duplicate key value\nDETAIL:  Key (name)=(Maya Lopez) already exists.\nmore"
    assert "Maya" not in mask(said)
    assert mask(said).endswith("more")


def record(**extra) -> logging.LogRecord:
    return logging.makeLogRecord({"name": "outreach", "levelname": "INFO", "msg": "sent", **extra})


def test_a_json_line_holds_the_event_and_its_ids() -> None:
    line = json.loads(JsonLines().format(record(message_id="0199f0c2", to="maya@example.com")))
    assert line["event"] == "sent"
    assert line["message_id"] == "0199f0c2"
    assert line["to"] == "[e-mail]"


def test_an_exception_keeps_its_places_and_loses_its_words() -> None:
    try:
        raise ValueError("no claim for Maya Lopez")
    except ValueError:
        text = JsonLines().format(record(exc_info=sys.exc_info()))
    assert "Maya" not in text
    assert json.loads(text)["exception"] == "builtins.ValueError"
    assert "test_logs.py" in json.loads(text)["places"][0]


def test_a_line_for_people_shows_its_facts() -> None:
    assert Lines().format(record(count=3)) == "INFO    outreach: sent count=3"


@pytest.mark.parametrize("formatter", [Lines(), JsonLines()])
def test_the_words_of_a_stranger_do_not_look_like_a_line_of_ours(formatter) -> None:
    request = RequestFactory().get("/a%0AINFO%20portal:%20all%20is%20well")
    line = formatter.format(record(directive="x\nINFO portal: paid\x1b[2J", request=request))
    assert "\n" not in line
    assert "\x1b" not in line


def test_the_path_of_a_request_passes_the_mask_too() -> None:
    request = RequestFactory().get("/claims/maya@example.com/")
    assert "maya" not in JsonLines().format(record(request=request))


@pytest.mark.parametrize(
    "path",
    [
        "/accounts/password/reset/key/1-c9abc2-0123abcdef/",
        "/accounts/password/reset/key/1-c9abc2-0123abcdef",
        "/accounts/confirm-email/MQ:1tAbCd:c9abc2-0123abcdef/",
    ],
)
def test_a_key_in_an_address_of_an_account_is_masked(path) -> None:
    line = mask(f"GET {path} 200 14 ms")
    assert "c9abc2" not in line
    assert line.endswith(" 200 14 ms")


def test_a_child_process_writes_no_key_and_no_address(capfd) -> None:
    child = Child("web", ["echo", "GET /accounts/password/reset/key/1-c9abc2/ maya@example.com"])
    child.start()
    assert child.has_said_all(10)
    assert child.wait(10)
    assert "/accounts/password/reset/key/[key]/ [e-mail]" in capfd.readouterr().out
