"""A payment: what may be paid, and that a person takes it."""

import html

import pytest

from accounts.models import Member
from outreach.models import CallRequest
from tests import make


@pytest.fixture
def balance(maya):
    made = make.balance(maya, 8420)
    made.entries.update(statement=made.statements.get())
    return made


def address(balance) -> str:
    return f"{balance.get_absolute_url()}payments/"


def typed(amount: str) -> dict[str, str]:
    return {"amount": amount, "phone": "(312) 555-0142"}


@pytest.mark.parametrize(
    ("amount", "problem"),
    [
        ("-3000", "Enter $0.01 or more."),
        ("-30.00", "Enter $0.01 or more."),
        ("0", "Enter $0.01 or more."),
        ("0.00", "Enter $0.01 or more."),
        ("84.21", "Enter $84.20 or less. That is all you owe now."),
        ("1,000,000.00", "Enter $84.20 or less. That is all you owe now."),
        ("12.345", "Enter an amount in dollars and cents, like 25.00."),
        ("1e3", "Enter an amount in dollars and cents, like 25.00."),
        ("all", "Enter an amount in dollars and cents, like 25.00."),
        ("", "Enter an amount in dollars and cents, like 25.00."),
    ],
)
def test_t47_what_cannot_be_paid_is_refused_and_nothing_is_written(
    as_maya, balance, amount, problem
):
    page = as_maya.post(address(balance), typed(amount))
    assert page.status_code == 400
    assert problem in html.unescape(page.content.decode())
    assert not CallRequest.objects.exists()


@pytest.mark.parametrize(
    ("amount", "said"),
    [("84.20", "$84.20"), ("$25", "$25.00"), ("0.01", "$0.01"), ("٣٠", "$30.00")],
)
def test_all_or_a_part_may_be_paid_and_a_person_takes_it(as_maya, balance, amount, said):
    page = as_maya.post(address(balance), typed(amount), follow=True)
    asked = CallRequest.objects.get()
    assert (asked.subject, asked.subject_id) == ("balance", balance.pk)
    assert asked.note == f"They want to pay {said}."
    assert "We will call you" in page.content.decode()


def test_a_second_wish_joins_the_first(as_maya, balance):
    for amount in ("20.00", "20.00", "30.00"):
        as_maya.post(address(balance), typed(amount))
    note = CallRequest.objects.get().note
    assert note.splitlines() == ["They want to pay $20.00.", "They want to pay $30.00."]


def test_the_page_says_that_no_card_is_typed_here(as_maya, balance):
    page = as_maya.get(address(balance)).content.decode()
    assert "Do not send card details here." in page
    assert 'value="84.20"' in page


def test_who_owes_nothing_is_asked_for_nothing(as_maya, maya):
    page = as_maya.get(address(make.balance(maya, 0))).content.decode()
    assert "You do not owe anything now." in page
    assert "<button" not in page[page.index("<main") : page.index('class="person"')]


def test_another_members_balance_takes_no_payment(as_omar, balance):
    assert as_omar.post(address(balance), typed("1.00")).status_code == 404
    assert not CallRequest.objects.exists()


def test_what_was_searched_for_goes_to_the_person(as_maya):
    page = as_maya.post("/calls/new/", {"searched": "my knee brace"})
    assert page.status_code == 200
    assert "You looked for: <bdi>my knee brace</bdi>" in page.content.decode()
    assert not CallRequest.objects.exists()


def test_an_open_question_goes_to_the_person(as_maya, maya, as_omar):
    claim = make.claim(maya)
    about = f"claim:{claim.pk}"
    asked = as_maya.post("/feedback/", {"about": about, "answered": "no"})
    as_maya.post(asked.headers["Location"], {"question": "Why not my knee?"})
    key = asked.headers["Location"].split("/")[2]
    page = as_maya.get(f"/calls/new/?about={about}&feedback={key}")
    assert "Why not my knee?" in page.content.decode()
    stranger = as_omar.get(f"/calls/new/?feedback={key}")
    assert "Why not my knee?" not in stranger.content.decode()


def test_looking_at_a_page_writes_nothing_and_a_press_adds_the_question(as_maya, maya):
    claim = make.claim(maya)
    call = make.call_request(maya, subject="claim", subject_id=claim.pk)
    about = f"claim:{claim.pk}"
    asked = as_maya.post("/feedback/", {"about": about, "answered": "no"})
    as_maya.post(asked.headers["Location"], {"question": "Why not my knee?"})
    key = asked.headers["Location"].split("/")[2]
    as_maya.get(f"/calls/new/?about={about}&feedback={key}")
    call.refresh_from_db()
    assert call.note == ""
    form = as_maya.get(asked.headers["Location"]).content.decode()
    assert f'<form action="/calls/new/?about={about}" method="post">' in form
    assert f'name="feedback" value="{key}"' in form
    answer = as_maya.post(f"/calls/new/?about={about}", {"feedback": key})
    assert answer.url == call.get_absolute_url()
    call.refresh_from_db()
    assert call.note == "Why not my knee?"


def test_an_open_question_fills_the_form_by_a_press_too(as_maya, maya):
    claim = make.claim(maya)
    about = f"claim:{claim.pk}"
    asked = as_maya.post("/feedback/", {"about": about, "answered": "no"})
    as_maya.post(asked.headers["Location"], {"question": "Why not my knee?"})
    key = asked.headers["Location"].split("/")[2]
    page = as_maya.post(f"/calls/new/?about={about}", {"feedback": key}).content.decode()
    assert "Why not my knee?" in page
    assert "There is a problem" not in page
    assert not CallRequest.objects.exists()


def test_the_newest_number_takes_the_payment(as_maya, balance):
    as_maya.post(address(balance), typed("20.00"))
    newer = typed("30.00") | {"phone": "773-555-0199"}
    page = as_maya.post(address(balance), newer, follow=True).content.decode()
    assert CallRequest.objects.get().phone == "+17735550199"
    assert "ends in <bdi>0199</bdi>" in page
    assert 'value="(773) 555-0199"' in as_maya.get(address(balance)).content.decode()


def test_staff_read_what_is_paid_in_english(as_maya, balance):
    Member.objects.update(language="es")
    as_maya.post(address(balance), typed("20.00"))
    assert CallRequest.objects.get().note == "They want to pay $20.00."
