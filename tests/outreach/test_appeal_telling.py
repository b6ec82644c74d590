"""Members are told of their appeals once, in words that name nothing outside the portal."""

import datetime as dt

import pytest
import time_machine
from django.core import mail

from claims.answers.claim import claim_answer
from claims.facts import AppealOutcome
from claims.models import Claim
from claims.store.appeal_decisions import decide
from outreach.appeal_telling import tell_of_appeals
from outreach.finding import is_still_found
from outreach.models import Message
from outreach.nudges import appeal_by, denied_unseen
from outreach.sending import send_due
from tests import make
from tests.claims.test_appeals import NOON, denied

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_noon():
    with time_machine.travel(NOON, tick=False):
        yield


def test_what_was_sent_and_decided_is_told_once(maya, sana, as_maya):
    appeal = make.appeal(denied(maya))
    assert (tell_of_appeals(NOON), tell_of_appeals(NOON)) == (1, 0)
    send_due()
    decide(appeal.pk, AppealOutcome.UPHELD, notice_on=NOON.date(), by=sana, at=NOON)
    assert (tell_of_appeals(NOON), tell_of_appeals(NOON)) == (1, 0)
    send_due()
    titles = sorted(Message.objects.sent().values_list("title", flat=True))
    assert [title.split(" about ")[0] for title in titles] == [
        "There is an answer to your appeal",
        "We have your appeal",
    ]
    for letter in mail.outbox:
        assert "appeal" not in (letter.subject + letter.body).lower()
    message = Message.objects.get(notice="appeal_filed")
    page = as_maya.get(message.get_absolute_url()).content.decode()
    assert f'href="{appeal.get_absolute_url()}"' in page


def test_what_a_payer_decided_is_told_as_a_decision_and_not_twice(maya):
    appeal = make.appeal(denied(maya))
    tell_of_appeals(NOON)
    decide(appeal.pk, AppealOutcome.UPHELD, notice_on=NOON.date(), at=NOON)
    assert tell_of_appeals(NOON) == 0


@pytest.mark.parametrize(("filed", "found"), [(None, True), (False, True), (True, False)])
def test_who_has_appealed_is_not_reminded_to(maya, filed, found):
    letter = NOON.date() - dt.timedelta(days=175)
    claim = denied(maya, notice_on=letter)
    if filed is not None:
        make.appeal(claim, filed=filed)
    message = Message(member=maya, subject_id=claim.pk)
    assert is_still_found(appeal_by.NUDGE, message, NOON) is found


def test_a_draft_is_named_in_the_reminder(maya):
    claim = denied(maya)
    make.appeal(claim, filed=False)
    (facts,) = Claim.objects.filter(pk=claim.pk).facts()
    answer = claim_answer(facts, now=NOON, zone=maya.time_zone, brief=True)
    said = appeal_by.words({}, answer).paragraphs
    assert said[0].startswith("You began an appeal and did not send it.")
    assert denied_unseen.NUDGE.finds.count("claim.appeal IS NOT NULL") == 1
