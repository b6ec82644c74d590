"""Members are told that a request about their data is answered."""

import datetime as dt

import pytest

from accounts.clock import now
from accounts.models import DataRequest, Member
from accounts.rights.requests import work_on
from outreach.data_telling import tell_of_answers
from outreach.models import Message
from outreach.sending import send_due
from tests.accounts.test_data_requests import ask

pytestmark = pytest.mark.django_db
Kind = DataRequest.Kind


def test_they_read_it_once_and_the_message_leads_to_the_request(maya: Member, as_maya) -> None:
    request = ask(maya, Kind.ACCESS)
    assert tell_of_answers(now()) == 0
    work_on(request.pk)
    assert tell_of_answers(now()) == 1
    assert tell_of_answers(now()) == 0
    send_due()
    message = Message.objects.get()
    page = as_maya.get(message.get_absolute_url()).content.decode()
    assert "We answered what you asked about your data" in page
    assert request.get_absolute_url() in page


def test_who_closed_their_sign_in_is_not_written_to(maya: Member) -> None:
    request = ask(maya, Kind.DELETION)
    DataRequest.objects.filter(pk=request.pk).update(closes_sign_in=True)
    work_on(request.pk)
    assert tell_of_answers(now() + dt.timedelta(minutes=1)) == 0
