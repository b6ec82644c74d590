"""Three short questions: after what ended well, once, and never while something is owed."""

import datetime as dt

import pytest
from django.urls import reverse

from accounts.clock import now
from accounts.consent import decide
from accounts.models import Use
from claims.facts import DisputeOutcome
from claims.models import Feedback
from claims.store import bill_disputes
from outreach import talk, understood
from outreach.models import Message, Pulse, SummaryLine
from outreach.models.pulse import MAY_SHOW
from outreach.sending import send_due
from tests import make

pytestmark = pytest.mark.django_db
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
REPORT = reverse("outreach:understood_detail")


@pytest.fixture
def promised(maya, sana) -> SummaryLine:
    """We said that we send a form by next week."""
    call = talk.take(sana, maya)
    talk.verify(call, ["name", "number"], actor=sana)
    said = talk.Said(kind="agreed", text="Send the form", owner="us", due_on=now().date() + 7 * DAY)
    return talk.end(call, [said], by=sana).lines.get()


def asked(at=None) -> int:
    return understood.ask(at or now() + 2 * HOUR)


def test_a_kept_promise_is_asked_about_once_and_not_at_once(promised, sana):
    assert asked() == 0
    talk.keep(promised, by=sana)
    assert understood.ask(now()) == 0
    assert (asked(), asked()) == (1, 0)
    pulse = Pulse.objects.get()
    assert (pulse.moment, pulse.thing) == ("promise", promised.pk)
    assert Message.objects.get(notice="pulse").context == {"pulse": str(pulse.pk)}


def test_never_after_what_closed_itself_while_we_owe_something_or_twice_in_a_month(
    promised, sana, maya
):
    SummaryLine.objects.update(kept_at=now())  # nobody did it
    assert asked() == 0
    SummaryLine.objects.update(kept_by=sana)
    other = SummaryLine.objects.create(
        summary=promised.summary,
        number=2,
        kind="agreed",
        text="Call back",
        owner="us",
        due_on=now().date(),
    )
    assert asked() == 0
    talk.keep(other, by=sana)
    assert asked() == 1
    assert asked(now() + 4 * DAY) == 0


def test_what_came_to_be_owed_since_stops_the_message(promised, sana):
    talk.keep(promised, by=sana)
    asked()
    SummaryLine.objects.update(kept_at=None, kept_by=None)
    send_due(10)
    assert Message.objects.get(notice="pulse").reason == "already_acted"


def test_a_broken_word_is_asked_about_after_it_is_put_right_and_not_before(maya, sana):
    case = make.recovery(maya, sana)
    assert asked() == 0
    case.fixed_at = now()
    case.save()
    assert (asked(), asked()) == (1, 0)
    assert (Pulse.objects.get().moment, Pulse.objects.get().thing) == ("recovery", case.pk)


def test_nobody_reads_a_story_but_while_its_writer_has_signed_for_that(
    as_maya, as_omar, as_ruth, maya
):
    told = make.story(maya)
    showing = reverse("outreach:story_create", args=[told.pk])
    assert "Read what you would sign" in as_maya.get(told.get_absolute_url()).content.decode()
    as_ruth.post(showing)
    told.refresh_from_db()
    assert told.shown_at is None
    assert "For us alone" in as_ruth.get(REPORT).content.decode()
    sign(maya, True)
    as_ruth.post(showing)
    assert told.words in as_omar.get("/told/").content.decode()
    assert maya.preferred_name not in as_omar.get("/told/").content.decode()
    assert Use.objects.filter(subject=maya.subject, doing="show_words", allowed=True).count() == 1
    sign(maya, False)
    assert told.words not in as_omar.get("/told/").content.decode()
    sign(maya, True)
    assert told.words in as_omar.get("/told/").content.decode()
    as_ruth.post(reverse("outreach:story_end", args=[told.pk]))
    assert told.words not in as_omar.get("/told/").content.decode()


def sign(member, yes):
    asked = {"screen": "test", "language": "en", "key": make.number()}
    decide(member, {MAY_SHOW: yes}, by=member.user, **asked)


def test_a_bill_is_asked_about_when_one_of_us_settled_it_and_not_when_it_was_taken_back(
    maya, omar, sana
):
    taken_back = make.dispute(make.balance(omar))
    bill_disputes.withdraw(taken_back, by=omar.user)
    settled = make.dispute(make.balance(maya))
    bill_disputes.answer(settled, DisputeOutcome.UPHELD, by=sana, words="It is right.")
    assert asked() == 1
    assert (Pulse.objects.get().thing, Pulse.objects.get().member) == (settled.pk, maya)


def test_a_member_answers_what_they_like_once(as_maya, as_omar, maya):
    pulse = make.pulse(maya)
    page = as_maya.post(pulse.get_absolute_url(), {}).content.decode()
    assert "Answer at least one question, or leave this page." in page
    said = {"understood": "yes", "words": "She listened."}
    assert (
        "Thank you." in as_maya.post(pulse.get_absolute_url(), said, follow=True).content.decode()
    )
    again = as_maya.post(pulse.get_absolute_url(), {"understood": "no"}).content.decode()
    assert "You have answered." in again
    assert Pulse.objects.get().understood == "yes"
    assert as_omar.get(pulse.get_absolute_url()).status_code == 404


def test_a_supervisor_reads_numbers_with_their_formula_and_members_own_words(
    as_ruth, maya, django_assert_max_num_queries
):
    for number in range(10):
        said = "yes" if number < 8 else "partly"
        make.pulse(maya, understood=said, feeling="calm", answered_at=now())
    make.pulse(maya, moment="case", understood="yes", words="She listened.", answered_at=now())
    make.pulse(maya)
    for number in range(2):
        Feedback.objects.give(maya, "claim", make.claim(maya).pk, answered=not number)
    with django_assert_max_num_queries(15):
        page = as_ruth.get(REPORT).content.decode()
    for words in ("10</bdi> of <bdi>11", "8</bdi> of <bdi>10</bdi> (<bdi>80</bdi>%)", "Calm 10"):
        assert words in page
    assert "<bdi>1</bdi> of <bdi>1</bdi></td>" in page  # too few for a share
    assert "<bdi>1</bdi> of <bdi>2</bdi></td>" in page  # claims, by "Did this answer?"
    assert "“She listened.”" in page


@pytest.mark.parametrize(
    "owe",
    [
        lambda maya, dana: make.thread(maya),
        lambda maya, dana: make.call_request(maya),
        lambda maya, dana: make.booking(maya, dana, now() + DAY),
        lambda maya, dana: make.dispute(make.balance(maya)),
        lambda maya, dana: make.recovery(maya, dana.user),
        lambda maya, dana: talk.correct(make.summary(maya, dana.user), "Not so.", line=None),
        lambda maya, dana: make.late_date(
            make.claim(maya),
            ago=-3,
            basis="promise",
            said_by=dana.user,
            outcome="open",
            settled_on=None,
            settled_at=None,
        ),
    ],
    ids=["answer", "call", "booked call", "bill", "broken word", "correction", "day of a claim"],
)
def test_never_while_we_owe_an_answer_a_call_or_a_day_that_one_of_us_named(
    promised, sana, maya, owe
):
    talk.keep(promised, by=sana)
    make.late_date(make.claim(maya), ago=-3, outcome="open", settled_on=None, settled_at=None)
    assert not understood.owes(maya)  # the day that a law gives is nobody's word
    owe(maya, make.specialist("Dana"))
    SummaryLine.objects.filter(kept_at=None).update(kept_at=now(), kept_by=sana)
    assert understood.owes(maya)
    assert asked() == 0
