"""Messages: one row for each cause, decided when they are sent, neutral outside the portal."""

import datetime as dt
import re
from time import monotonic
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.consent import decide, standing
from accounts.models import Member, User
from claims.facts import Guard
from outreach.letters import Stop
from outreach.models import Delivery, Message, Reach, Silence
from outreach.models.message import WAITS
from outreach.outbox import post
from outreach.sending import send_due
from outreach.talk import take
from outreach.tasks import hurry_messages, hurry_receipts, send_messages
from tests import make
from tests.many import copies

NOON = dt.datetime(2026, 3, 11, 17, 0, tzinfo=dt.UTC)  # Wednesday 12:00 in Chicago
MIDNIGHT = dt.datetime(2026, 3, 11, 4, 58, tzinfo=dt.UTC)  # Tuesday 23:58 in Chicago
MORNING = dt.datetime(2026, 3, 11, 13, 0, tzinfo=dt.UTC)  # Wednesday 8:00 in Chicago

INBOX = reverse("outreach:inbox")
ONE_CLICK = {"List-Unsubscribe": "One-Click"}

pytestmark = pytest.mark.django_db


def told(member: Member, **fields: Any) -> Message:
    """News about a claim, as the sweep would write it."""
    claim = fields.pop("claim", None) or make.claim(member)
    plain = {"about": f"claim:{claim.pk}", "purpose": "service_messages", "category": "claims"}
    return post(member, fields.pop("notice", "changed"), key=make.number(), **plain | fields)


def sent() -> EmailMultiAlternatives:
    (message,) = mail.outbox
    return message


@time_machine.travel(NOON, tick=False)
def test_one_cause_makes_one_message_however_often_it_is_posted(maya: Member) -> None:
    about = f"claim:{make.claim(maya).pk}"
    words = {"about": about, "purpose": "service_messages", "category": "claims", "key": "once"}
    assert post(maya, "changed", **words) == post(maya, "changed", **words)
    send_due()
    assert post(maya, "changed", **words).sent_at
    send_due()
    assert len(mail.outbox) == 1


def test_an_unknown_notice_is_refused_where_it_is_posted(maya: Member) -> None:
    with pytest.raises(KeyError):
        post(maya, "rumor", purpose="service_messages", category="claims", key="1")


@time_machine.travel(NOON, tick=False)
def test_a_message_stands_in_the_inbox_and_says_what_the_page_says(
    as_maya: Client, maya: Member
) -> None:
    claim = make.claim(maya, number="CLM-77")
    message = told(maya, claim=claim)
    assert "CLM-77" not in as_maya.get(INBOX).content.decode()
    send_due()
    page = as_maya.get(INBOX).content.decode()
    assert "There is news about Claim CLM-77" in page
    assert "<bdi>1</bdi> new message" in page
    opened = as_maya.get(message.get_absolute_url()).content.decode()
    assert "A specialist is checking your claim" in opened
    assert "You do not need to do anything now." in opened
    assert claim.get_absolute_url() in opened
    assert "You asked us to tell you when this changes." in opened


def test_each_filter_of_the_inbox_says_how_many_it_shows(as_maya: Client, maya: Member) -> None:
    make.message(maya, title="Some news")
    make.message(maya, title="About a call", category="calls", read_at=make.now())
    page = as_maya.get(f"{INBOX}?show=calls").content.decode()
    assert "About a call" in page
    assert "Some news" not in page
    for words in ("All (2)", "New (1)", "Calls and what we agreed (1)", "Orders (0)"):
        assert words in page
    assert "Some news" in as_maya.get(f"{INBOX}?show=nothing").content.decode()


@time_machine.travel(NOON, tick=False)
def test_a_message_is_read_when_its_member_opens_it_and_the_count_says_so(
    as_maya: Client, maya: Member
) -> None:
    message = make.message(maya)
    as_maya.head(message.get_absolute_url())
    assert "<bdi>1</bdi> new message" in as_maya.get(INBOX).content.decode()
    as_maya.get(message.get_absolute_url())
    assert "<bdi>0</bdi> new messages" in as_maya.get(INBOX).content.decode()


def test_nobody_else_finds_a_message(as_omar: Client, maya: Member) -> None:
    message = make.message(maya)
    assert as_omar.get(message.get_absolute_url()).status_code == 404
    assert message.title not in as_omar.get(INBOX).content.decode()


@time_machine.travel(NOON, tick=False)
def test_the_email_says_that_there_is_an_update_and_nothing_of_what_it_is(maya: Member) -> None:
    claim = make.claim(maya, "denied", service="Knee MRI", provider="Lakeside Clinic")
    told(maya, claim=claim, notice="decided")
    send_due()
    email = sent()
    html, _kind = email.alternatives[0]
    assert email.subject == "You have a new message"
    assert "Hello Maya," in email.body
    everything = "\n".join((email.subject, email.body, str(html), str(email.extra_headers)))
    for word in (claim.number, "Knee", "Lakeside", "Example", "claim", "denied", "decision", "$"):
        assert word not in everything


@time_machine.travel(NOON, tick=False)
def test_an_email_can_be_stopped_with_one_click_and_watches_nobody(maya: Member) -> None:
    told(maya)
    send_due()
    email = sent()
    html, _kind = email.alternatives[0]
    assert email.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    stop = email.extra_headers["List-Unsubscribe"].strip("<>")
    assert "<img" not in html
    links = set(re.findall(r'href="([^"]+)"', html))
    message = Message.objects.get()
    assert links == {f"http://localhost:8000{message.get_absolute_url()}", stop}


@time_machine.travel(NOON, tick=False)
def test_the_email_of_a_member_who_reads_spanish_is_in_spanish(rosa: Member) -> None:
    told(rosa)
    send_due()
    assert sent().subject == "Tiene un mensaje nuevo"
    assert "Hola, Rosa:" in sent().body
    assert Message.objects.get().language == "es"


@time_machine.travel(MIDNIGHT, tick=False)
def test_at_midnight_it_stands_in_the_inbox_and_the_email_waits_for_the_morning(
    as_maya: Client, maya: Member
) -> None:
    told(maya)
    send_due()
    assert "There is news" in as_maya.get(INBOX).content.decode()
    assert not mail.outbox
    assert Delivery.objects.get().next_at == MORNING
    with time_machine.travel(MORNING - dt.timedelta(minutes=1), tick=False):
        send_due()
        assert not mail.outbox
    with time_machine.travel(MORNING, tick=False):
        send_due()
    assert len(mail.outbox) == 1


def test_17_in_the_night_with_an_hour_twice_one_email_leaves_at_eight(maya: Member) -> None:
    half_past_one = dt.datetime(2026, 11, 1, 6, 30, tzinfo=dt.UTC)  # and again an hour later
    eight = dt.datetime(2026, 11, 1, 14, 0, tzinfo=dt.UTC)  # of the new time
    hour, minute = dt.timedelta(hours=1), dt.timedelta(minutes=1)
    for at in (half_past_one, half_past_one + hour, eight - hour, eight - minute):
        with time_machine.travel(at, tick=False):
            told(maya)
            send_due()
    assert not mail.outbox
    assert Message.objects.sent().count() == 4
    for at in (eight, eight + minute):
        with time_machine.travel(at, tick=False):
            send_due()
    assert len(mail.outbox) == 1


@time_machine.travel(MIDNIGHT, tick=False)
def test_what_was_read_in_the_night_needs_no_email_in_the_morning(
    as_maya: Client, maya: Member
) -> None:
    message = told(maya)
    send_due()
    as_maya.get(message.get_absolute_url())
    with time_machine.travel(MORNING, tick=False):
        send_due()
    assert not mail.outbox
    assert Delivery.objects.get().reason == "read"


@time_machine.travel(NOON, tick=False)
def test_what_a_member_turned_off_is_refused_with_its_reason_and_they_can_read_it(
    as_maya: Client, maya: Member
) -> None:
    message = told(maya)
    turn_off(maya)
    send_due()
    message.refresh_from_db()
    assert (message.reason, message.sent_at) == ("not_allowed", None)
    assert not mail.outbox
    page = as_maya.get(reverse("outreach:refusal_list")).content.decode()
    assert "because you did not allow it" in page


@time_machine.travel(MIDNIGHT, tick=False)
def test_what_was_turned_off_in_the_night_does_not_leave_in_the_morning(maya: Member) -> None:
    told(maya)
    send_due()
    turn_off(maya)
    with time_machine.travel(MORNING, tick=False):
        send_due()
    assert not mail.outbox
    assert Delivery.objects.get().reason == "not_allowed"


@time_machine.travel(MIDNIGHT, tick=False)
def test_what_waits_goes_in_the_morning_to_the_address_that_is_theirs_by_then(
    maya: Member,
) -> None:
    told(maya)
    send_due()
    maya.user.emailaddress_set.update(email="new@example.com")
    with time_machine.travel(MORNING, tick=False):
        send_due()
    assert sent().to == ["new@example.com"]
    assert Delivery.objects.exclude(dropped_at=None).get().reason == "no_way"


def turn_off(member: Member) -> None:
    decide(
        member,
        {("service_messages", "claims"): False},
        by=member.user,
        screen="test",
        language="en",
        key=make.number(),
    )


@pytest.mark.parametrize("guard", [Guard.UNKNOWN, Guard.MENTAL_HEALTH])
@time_machine.travel(NOON, tick=False)
def test_something_guarded_or_unsorted_is_never_named(
    as_maya: Client, maya: Member, guard: Guard
) -> None:
    claim = make.claim(maya, number="CLM-78", guard=guard)
    message = told(maya, claim=claim)
    send_due()
    message.refresh_from_db()
    assert message.guarded
    assert message.title == "There is an update in your account"
    assert "CLM-78" not in as_maya.get(INBOX).content.decode()


@time_machine.travel(NOON, tick=False)
def test_several_messages_at_once_make_one_email(as_maya: Client, maya: Member) -> None:
    for _time in range(3):
        told(maya)
    send_due()
    assert len(mail.outbox) == 1
    assert "<bdi>3</bdi> new messages" in as_maya.get(INBOX).content.decode()


@time_machine.travel(NOON, tick=False)
def test_24_without_redis_nobody_waits_and_what_is_due_is_sent_all_the_same(
    maya: Member, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    app = send_messages.app
    monkeypatch.setitem(app.conf.changes, "task_always_eager", False)
    nobody = "redis://127.0.0.1:1"
    monkeypatch.setitem(app.conf.changes, "broker_write_url", nobody)
    monkeypatch.setattr(app.amqp, "_producer_pool", None)
    began = monotonic()
    hurry_messages()
    hurry_receipts()
    assert monotonic() - began < 1
    assert caplog.text.count("the timetable will") == 2
    told(maya)
    send_messages()
    assert len(mail.outbox) == 1


@time_machine.travel(NOON, tick=False)
def test_a_mail_server_that_is_away_loses_nothing_and_the_key_stays_the_same(
    maya: Member, settings: Any
) -> None:
    backend = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # nobody listens there
    told(maya)
    send_due()
    delivery = Delivery.objects.get()
    assert (delivery.attempts, delivery.sent_at) == (1, None)
    assert Message.objects.get().sent_at  # the inbox waits for no mail server
    settings.EMAIL_BACKEND = backend
    with time_machine.travel(NOON + 2 * WAITS[0], tick=False):
        send_due()
    assert str(delivery.pk) in sent().extra_headers["Message-ID"]
    delivery.refresh_from_db()
    assert (delivery.attempts, bool(delivery.sent_at)) == (2, True)


@time_machine.travel(NOON, tick=False)
def test_after_the_last_try_a_delivery_waits_for_a_person(maya: Member, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    told(maya)
    at = NOON
    for wait in (dt.timedelta(), *WAITS):
        at += 2 * wait
        with time_machine.travel(at, tick=False):
            send_due()
    delivery = Delivery.objects.get()
    assert delivery.parked_at
    assert delivery.attempts == len(WAITS)


@time_machine.travel(NOON, tick=False)
def test_a_message_that_cannot_be_decided_is_parked_and_stops_no_other(maya: Member) -> None:
    broken = told(maya)
    Message.objects.filter(pk=broken.pk).update(notice="no_longer_there")
    told(maya)
    at = NOON
    for wait in (dt.timedelta(), *WAITS):
        at += 2 * wait
        with time_machine.travel(at, tick=False):
            send_due()
    broken.refresh_from_db()
    assert broken.parked_at
    assert "KeyError" in broken.reason
    assert Message.objects.sent().count() == 1


@time_machine.travel(NOON, tick=False)
def test_a_worker_that_died_while_it_sent_leaves_it_to_the_next(maya: Member) -> None:
    told(maya)
    send_due()
    mail.outbox.clear()
    Delivery.objects.update(sent_at=None)  # as if it died before it could say so
    with time_machine.travel(NOON + 2 * WAITS[0], tick=False):
        send_due()
    assert len(mail.outbox) == 1
    assert Message.objects.count() == 1


@time_machine.travel(NOON, tick=False)
def test_an_email_goes_only_to_an_address_that_was_confirmed(maya: Member) -> None:
    maya.user.emailaddress_set.update(verified=False)
    told(maya)
    send_due()
    assert not mail.outbox
    assert Message.objects.get().sent_at


@time_machine.travel(NOON, tick=False)
def test_who_wants_no_email_still_has_the_inbox(maya: Member) -> None:
    Reach.objects.create(member=maya, email=False)
    told(maya)
    send_due()
    assert not mail.outbox
    assert Message.objects.get().sent_at


@time_machine.travel(NOON, tick=False)
def test_after_a_death_we_start_nothing_and_what_is_owed_only_stands_in_the_inbox(
    as_sana: Client, maya: Member, sana: User
) -> None:
    call = take(sana, maya)
    screen = f"/desk/phone/{call.pk}/"
    assert "Somebody died" in as_sana.get(screen).content.decode()
    as_sana.post(f"{screen}silence/", {"reason": "deceased"})
    assert "We were told that they died." in as_sana.get(screen).content.decode()
    assert Silence.objects.get().by == sana
    decide(
        maya,
        {("care_reminders", "claims"): True},
        by=maya.user,
        screen="test",
        language="en",
        key="1",
    )
    owed = told(maya)
    context = {"due_on": "2026-03-20"}
    started = told(maya, notice="act_by", purpose="care_reminders", context=context)
    send_due()
    for message in (owed, started):
        message.refresh_from_db()
    assert (owed.sent_at, started.reason) == (NOON, "silenced")
    assert not mail.outbox
    as_sana.post(f"{screen}silence/", {"reason": "end"})
    assert not Silence.objects.exists()


@time_machine.travel(NOON, tick=False)
def test_an_officer_reads_what_became_of_each_message_and_not_what_it_says(
    as_nadia: Client, as_maya: Client, maya: Member, nadia: User
) -> None:
    told(maya, claim=make.claim(maya, number="CLM-77"))
    send_due()
    make.message(maya, sent_at=None, title="", refused_at=NOON, reason="enough")
    make.message(maya, sent_at=None, title="", due_at=NOON + dt.timedelta(hours=9))
    look = make.inspection(maya, nadia)
    at = reverse("outreach:message_record_list", args=[look.pk])
    inspected = reverse("accounts:inspection_detail", args=[look.pk])
    assert at in as_nadia.get(inspected).content.decode()
    page = as_nadia.get(at).content.decode()
    why = "You asked us to tell you when this changes."
    assert page.count(why) == 3, "of each: sent, refused and waiting"
    own = as_maya.get("/inbox/not-sent/").content.decode()
    assert own.count(why) == 2
    assert "What waits" in own
    for words in ("stands in their inbox since", "Refused on", "you had enough", "waits until"):
        assert words in page
    assert "Email: handed over on" in page
    assert "CLM-77" not in page


def stop_link(member: Member) -> str:
    return reverse(
        "outreach:stop", args=[Stop(str(member.pk), "email", "service_messages").token()]
    )


@time_machine.travel(NOON, tick=False)
def test_21_a_click_without_cookies_stops_the_emails_and_twice_is_once(
    client: Client, maya: Member
) -> None:
    no_cookies = Client(enforce_csrf_checks=True)
    for _time in range(2):
        answer = no_cookies.post(stop_link(maya), ONE_CLICK)
        assert answer.status_code == 200
    assert Silence.objects.count() == 1
    told(maya)
    send_due()
    assert not mail.outbox
    assert Message.objects.get().sent_at  # in the inbox it still is


def test_21_opening_the_link_changes_nothing(client: Client, maya: Member) -> None:
    assert client.get(stop_link(maya)).status_code == 200
    assert not Silence.objects.exists()


def test_a_link_that_we_did_not_write_stops_nobody(client: Client, maya: Member) -> None:
    assert client.post(reverse("outreach:stop", args=["forged"])).status_code == 404
    assert client.post(stop_link(maya)[:-2] + "/").status_code == 404


@time_machine.travel(NOON, tick=False)
def test_a_message_can_be_turned_off_from_itself(as_maya: Client, maya: Member) -> None:
    message = told(maya)
    send_due()
    page = as_maya.get(message.get_absolute_url()).content.decode()
    assert "Turn off" in page
    as_maya.post(reverse("outreach:stop_create", args=[message.pk]))
    another = told(maya)
    send_due()
    another.refresh_from_db()
    assert another.reason == "not_allowed"


def test_the_inbox_costs_as_much_for_thousands_as_for_one(as_maya: Client, maya: Member) -> None:
    message = make.message(maya)

    def cost() -> int:
        as_maya.get(INBOX)
        with CaptureQueriesContext(connection) as queries:
            assert as_maya.get(INBOX).status_code == 200
        return len(queries)

    one = cost()
    copies(message, 10_000)
    assert cost() == one < 15


def test_who_stops_from_a_message_again_after_turning_it_on_stops_it(
    as_maya: Client, maya: Member
) -> None:
    message = make.message(maya)
    of = (message.purpose, message.category)
    stop = reverse("outreach:stop_create", args=[message.pk])
    as_maya.post(stop)
    turned_on = {"by": maya.user, "screen": "/me/", "language": "en", "key": "on again"}
    decide(maya, {of: True}, **turned_on)
    as_maya.post(stop)
    assert not standing(maya)[of].allowed
