"""Did this answer your question: yes, no, and what is still open."""

import html

import pytest

from claims.models import Feedback
from tests import make

HTMX = {"HX-Request": "true"}


def words_of(page) -> str:
    return html.unescape(page.content.decode())


@pytest.fixture
def about(maya) -> str:
    return f"claim:{make.claim(maya).pk}"


def test_yes_is_kept_and_thanked_for(as_maya, about):
    page = as_maya.post("/feedback/", {"about": about, "answered": "yes"}, follow=True)
    assert page.redirect_chain[0][0] == f"/claims/{about[6:]}/"
    assert "Thank you. We wrote that down." in words_of(page)
    assert Feedback.objects.get().answered is True


def test_with_scripts_the_thanks_take_the_place_of_the_question(as_maya, about):
    page = as_maya.post("/feedback/", {"about": about, "answered": "yes"}, headers=HTMX)
    assert words_of(page).strip().startswith('<section class="ask" id="feedback"')
    assert 'role="status"' in words_of(page)
    assert "Did this answer your question?" not in words_of(page)


def test_no_asks_for_the_question_and_offers_a_person(as_maya, about):
    asked = as_maya.post("/feedback/", {"about": about, "answered": "no"}, follow=True)
    assert "What do you still want to know?" in words_of(asked)
    address = asked.redirect_chain[0][0]
    told = as_maya.post(address, {"question": "Why not my knee?"}, follow=True)
    assert Feedback.objects.get().question == "Why not my knee?"
    assert "Ask for a call" in words_of(told)
    assert "knee" not in told.redirect_chain[0][0]


def test_with_scripts_no_brings_the_box_alone(as_maya, about):
    page = as_maya.post("/feedback/", {"about": about, "answered": "no"}, headers=HTMX, follow=True)
    assert words_of(page).strip().startswith('<section class="ask" id="feedback"')


def test_an_empty_question_is_asked_for_again(as_maya, about):
    asked = as_maya.post("/feedback/", {"about": about, "answered": "no"}, follow=True)
    page = as_maya.post(asked.redirect_chain[0][0], {"question": " "})
    assert "Write your question." in words_of(page)


def test_the_last_press_of_a_day_counts(as_maya, about):
    as_maya.post("/feedback/", {"about": about, "answered": "no"})
    as_maya.post("/feedback/", {"about": about, "answered": "yes"})
    assert Feedback.objects.get().answered is True


@pytest.mark.parametrize("kind", ["claim", "order", "balance"])
def test_nobody_judges_another_members_thing(as_maya, omar, kind):
    thing = getattr(make, kind)(omar)
    page = as_maya.post("/feedback/", {"about": f"{kind}:{thing.pk}", "answered": "yes"})
    assert page.status_code == 404
    assert not Feedback.objects.exists()


@pytest.mark.parametrize("about", ["", "claim", "claim:x", "user:1", "claim:1:2"])
def test_what_is_about_nothing_is_not_found(as_maya, about):
    assert as_maya.post("/feedback/", {"about": about, "answered": "yes"}).status_code == 404


def test_another_members_question_does_not_exist_for_you(as_maya, as_omar, omar):
    as_omar.post("/feedback/", {"about": f"claim:{make.claim(omar).pk}", "answered": "no"})
    assert as_maya.get(Feedback.objects.get().get_absolute_url()).status_code == 404
