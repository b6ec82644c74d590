"""The page of rules: two people start one, anyone of them stops it, a dry run names nobody."""

import datetime as dt
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from django.test import Client

from accounts.models import Member
from claims.answers.words import plain
from outreach.models import Channel, Delivery, Message, Reach, Rule, Silence
from outreach.models.rule import EVERYTHING
from outreach.nudges import NUDGES
from outreach.owed_words import OWED
from outreach.quiet_hours import quiet_until
from outreach.rule_words import preview
from tests import make
from tests.outreach.test_crowd import at_once

pytestmark = pytest.mark.django_db


def test_one_proposes_and_another_starts(as_ruth: Client, as_otto: Client) -> None:
    as_ruth.post("/nudges/act_by/proposals/")
    page = as_ruth.post("/nudges/act_by/starts/", follow=True).content.decode()
    assert "Another person than who proposed it" in page
    assert not Rule.objects.running().exists()
    page = as_otto.post("/nudges/act_by/starts/", follow=True).content.decode()
    assert "otto@example.com</bdi> let it start" in page
    assert Rule.objects.running().get().key == "act_by"


def test_anyone_of_them_stops_it(as_ruth: Client, as_otto: Client, as_nadia: Client) -> None:
    as_ruth.post("/nudges/act_by/proposals/")
    as_otto.post("/nudges/act_by/starts/")
    as_nadia.post("/nudges/act_by/stops/")
    assert not Rule.objects.running().exists()
    as_nadia.post("/nudges/everything/stops/")
    page = as_ruth.get("/nudges/").content.decode()
    assert "All messages are stopped." in page
    as_otto.post("/nudges/everything/going-on/")
    assert "Stop everything" in as_ruth.get("/nudges/").content.decode()


@pytest.mark.parametrize("key", NUDGES)
def test_every_rule_has_a_page_with_its_words_in_every_language(
    as_ruth: Client, key: str, maya: Member
) -> None:
    page = as_ruth.get(f"/nudges/{key}/").content.decode()
    assert "Tiene un mensaje nuevo" in page
    assert "Only if the member turned on" in page
    tried = as_ruth.post(f"/nudges/{key}/dry-runs/").content.decode()
    assert "<bdi>0</bdi> members allow it." in tried
    assert maya.number not in tried


@pytest.mark.parametrize("key", NUDGES)
def test_every_nudge_is_translated_whole(key: str) -> None:
    english, spanish = (preview(NUDGES[key].notice, language) for language in ("en", "es"))
    assert english.title != spanish.title
    assert english.why != spanish.why
    pairs = zip(english.paragraphs, spanish.paragraphs, strict=True)
    assert all(one != other for one, other in pairs)
    for one, other in zip(english.outside, spanish.outside, strict=True):
        assert (one.way, one.lines) != (other.way, other.lines)
        assert any("/inbox/" in line for line in one.lines)


def test_what_is_owed_can_be_read_in_every_language_and_stopped(
    as_ruth: Client, as_otto: Client, maya: Member
) -> None:
    for notice in OWED.values():
        english, spanish = (preview(notice, language) for language in ("en", "es"))
        assert english.title != spanish.title, notice.key
        assert len(english.outside) == len(spanish.outside) == len(Channel)
    page, url = as_ruth.get("/nudges/").content.decode(), "/nudges/document_refused/"
    assert url in page
    assert "It always runs." in as_ruth.get(url).content.decode()
    as_ruth.post(f"{url}stops/")
    assert "stopped it on" in as_otto.get(url).content.decode()
    assert Rule.objects.all().stopped("document_refused")
    assert not Rule.objects.all().stopped("decided")
    as_otto.post(f"{url}going-on/")
    assert not Rule.objects.all().stopped("document_refused")
    assert as_otto.post("/nudges/act_by/going-on/").status_code == 404


def test_the_preview_is_the_letter_that_would_leave_by_each_channel() -> None:
    email, text, *_others = preview(NUDGES["act_by"].notice, "en").outside
    assert (email.way, email.subject) == ("Email", "You have a new message")
    assert email.lines[0] == "Hello Ana,"
    assert "Reply STOP to stop these texts." in text.lines[0]


def test_what_could_not_be_delivered_waits_for_a_person_who_tries_it_again(
    as_otto: Client, maya: Member
) -> None:
    failed = Delivery.objects.create(
        message=make.message(maya),
        channel="email",
        address="maya@example.com",
        made_at=make.now(),
        next_at=make.now(),
        attempts=5,
        parked_at=make.now(),
        reason="SMTP 550",
    )
    failed = Delivery.objects.get()
    page = as_otto.get("/nudges/undelivered/").content.decode()
    assert "SMTP 550" in page
    assert "maya@example.com" not in page
    as_otto.post(f"/nudges/undelivered/deliveries/{failed.pk}/")
    failed.refresh_from_db()
    assert (failed.parked_at, failed.attempts) == (None, 0)


CHOSEN = {"email": "on", "quiet_from": "21:00", "quiet_until": "09:30"}


def test_a_member_chooses_quiet_hours_and_whether_to_get_emails(
    as_maya: Client, maya: Member
) -> None:
    assert 'href="/inbox/reach/"' in as_maya.get("/you/").content.decode()
    as_maya.post("/inbox/reach/", CHOSEN)
    reach = Reach.objects.get(member=maya)
    assert (reach.email, str(reach.quiet_from), str(reach.quiet_until)) == (
        True,
        "21:00:00",
        "09:30:00",
    )
    wrong: dict[str, Any] = CHOSEN | {"quiet_until": "21:00"}
    assert "Choose two different times." in as_maya.post("/inbox/reach/", wrong).content.decode()


def test_what_was_stopped_from_an_email_can_be_sent_again(as_maya: Client, maya: Member) -> None:
    stopped = {"channel": "email", "purpose": "service_messages", "since": make.now()}
    mine = Silence.objects.create(member=maya, reason="unsubscribed", **stopped)
    hard = Silence.objects.create(member=maya, reason="bereaved", since=make.now())
    page = plain(as_maya.get("/inbox/reach/").content.decode())
    assert "Emails: Messages about what you asked for" in page
    for silence in (mine, hard):
        as_maya.post(f"/inbox/reach/{silence.pk}/")
    assert list(Silence.objects.all()) == [hard]


def test_messages_that_nobody_could_decide_are_counted(as_otto: Client, maya: Member) -> None:
    message = make.message(maya, sent_at=None, title="", parked_at=make.now(), reason="KeyError")
    assert "(1)" in as_otto.get("/nudges/").content.decode()
    as_otto.post(f"/nudges/undelivered/messages/{message.pk}/")
    assert not Message.objects.parked().exists()


def test_quiet_hours_end_after_now_also_in_the_night_when_the_clocks_go_back() -> None:
    """1:10 comes twice: what waits until the first 1:30 would be due again and again."""
    second = dt.datetime(2026, 11, 1, 7, 10, tzinfo=dt.UTC)
    ends = quiet_until(second, "America/Chicago", starts=dt.time(20), ends=dt.time(1, 30))
    assert ends == dt.datetime(2026, 11, 1, 7, 30, tzinfo=dt.UTC)


def test_a_rule_that_was_stopped_before_it_began_is_proposed_anew(
    as_ruth: Client, as_otto: Client
) -> None:
    as_ruth.post("/nudges/act_by/proposals/")
    as_ruth.post("/nudges/act_by/stops/")
    page = as_otto.post("/nudges/act_by/starts/", follow=True).content.decode()
    assert "It was stopped. Somebody must propose it anew." in page
    assert not Rule.objects.running().exists()


@pytest.mark.django_db(transaction=True)
def test_the_first_stop_of_all_waits_for_what_is_being_decided() -> None:
    otto = make.user("otto@example.com", role="operator")

    def stop(patience: str) -> bool:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SELECT set_config('lock_timeout', %s, true)", [patience])
                Rule.of(EVERYTHING, 1).stop(otto, make.now())
        except OperationalError:
            return False
        return True

    with transaction.atomic():
        assert not Rule.objects.all().stopped("changed")
        assert at_once(stop, ["50ms"]) == [False]
    assert stop("5s")
    with transaction.atomic():
        assert Rule.objects.all().stopped("changed")
