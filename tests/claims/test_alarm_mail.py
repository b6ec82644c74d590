"""Operators have one e-mail for each alarm, whatever dies on the way."""

import pytest
from django.core import mail
from django.core.mail.backends import locmem

from accounts.clock import now
from accounts.models import User
from claims.alarm_mail import tell_operators
from claims.models import Alarm, ImportBatch
from claims.tasks import check_sources
from tests import make


@pytest.fixture
def alarm(db) -> Alarm:
    return Alarm.objects.create(
        source=make.source(), kind="refused", opened_at=now(), value=0.5, threshold=0.02
    )


def test_each_alarm_is_told_once_to_every_operator_and_to_nobody_else(alarm, otto, sana, maya):
    make.user("second@example.com", role="operator")
    assert tell_operators() == 1
    assert tell_operators() == 0
    (sent,) = mail.outbox
    assert sent.to == ["otto@example.com", "second@example.com"]
    assert "/sources/fhir/" in sent.body


def test_the_e_mail_says_nothing_but_where_to_look(alarm, otto):
    tell_operators()
    (sent,) = mail.outbox
    assert sent.subject == "A source needs a look"
    assert not any(letter.isdigit() for letter in sent.body.replace(":8000", ""))


def test_a_mail_server_that_refuses_costs_a_minute_and_no_alarm(alarm, otto, monkeypatch):
    def refuse(*_args):
        raise OSError("no mail server")

    with monkeypatch.context() as broken:
        broken.setattr(locmem.EmailBackend, "send_messages", refuse)
        with pytest.raises(OSError, match="no mail server"):
            tell_operators()
    assert tell_operators() == 1


def test_who_is_told_twice_after_a_kill_sees_the_same_message(alarm, otto):
    tell_operators()
    Alarm.objects.update(told_at=None)  # as if the kill came before the row said so
    tell_operators()
    first, second = (sent.message()["Message-ID"] for sent in mail.outbox)
    assert first == second


def test_without_an_operator_the_alarm_waits_for_one(alarm):
    assert tell_operators() == 0
    make.user(role="operator")
    assert tell_operators() == 1


def test_an_operator_who_left_is_told_nothing(alarm, otto):
    User.objects.filter(pk=otto.pk).update(is_active=False)
    assert tell_operators() == 0


def test_the_timetable_measures_and_tells(otto):
    at = now()
    ImportBatch.objects.create(
        source=make.source(), file_name="a", started_at=at, finished_at=at, read=50, refused=50
    )
    check_sources.delay()
    check_sources.delay()
    assert len(mail.outbox) == 1
