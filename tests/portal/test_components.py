"""The page of all parts, and what the frame promises on every page."""

import datetime as dt

import pytest
from django.template.loader import render_to_string
from django.test import Client

from claims.answers.answer import Freshness, Tag
from portal import specimens
from portal.templatetags.ui import step_drawing


@pytest.fixture
def page(client: Client, settings) -> str:
    settings.PORTAL_DEMO = True
    return client.get("/components/").content.decode()


def test_the_page_of_all_parts_is_for_the_demo_only(client: Client, settings) -> None:
    settings.PORTAL_DEMO = False
    assert client.get("/components/").status_code == 404


@pytest.mark.django_db
def test_every_tag_and_every_freshness_is_shown(page: str) -> None:
    assert {answer.tag for answer in specimens.answers()} == set(Tag)
    for tag in Tag:
        assert f'class="answer" data-status="{tag}"' in page
    for freshness in Freshness:
        assert f'data-fresh="{freshness}"' in page


@pytest.mark.django_db
def test_the_frame_comes_in_the_order_people_read_it(page: str) -> None:
    landmarks = [
        'class="skip"',
        '<header class="top"',
        'class="brand"',
        'name="language"',
        'class="button second small talk"',
        "<main",
        'class="crumbs"',
        "<h1>",
        'class="answer"',
        'id="feedback"',
        'role="status"></div>',
        '<footer class="foot"',
    ]
    places = [page.index(mark) for mark in landmarks]
    assert places == sorted(places)


@pytest.mark.django_db
def test_a_doubtful_answer_says_so_loudly_and_a_fresh_one_quietly(page: str) -> None:
    stale = page[page.index('data-fresh="stale"') :][:200]
    fresh = page[page.index('data-fresh="fresh"') :][:200]
    assert "#waiting-for-you" in stale
    assert "#fresh" in fresh


@pytest.mark.django_db
def test_a_mistake_is_named_above_the_form_and_at_its_field(page: str) -> None:
    assert 'href="#id_phone"' in page
    assert 'id="id_phone_error"' in page
    assert page.index("There is a problem") < page.index('id="id_phone_error"')


@pytest.mark.django_db
def test_without_scripts_a_form_says_how_long_there_is(page: str) -> None:
    without = page[page.index("<noscript>") : page.index("</noscript>")]
    assert "You will be signed out after <bdi>30</bdi> minutes without a click." in without


def test_the_page_for_our_own_failure_needs_no_request() -> None:
    page = render_to_string("500.html")
    assert "Sorry, there is a problem" in page
    assert "tel:" in page


@pytest.mark.parametrize(
    "template", ["403.html", "403_csrf.html", "404.html", "500.html", "503.html"]
)
def test_every_page_of_trouble_leads_to_a_person_without_signing_in(template: str) -> None:
    assert "tel:+" in render_to_string(template)


@pytest.mark.django_db
def test_the_language_is_one_click_away(client: Client) -> None:
    answer = client.post("/language/", {"language": "es", "next": "/components/"})
    assert answer.status_code == 302
    assert 'lang="es"' in client.get("/components/").content.decode()


def test_a_balance_that_fell_is_drawn_as_steps_down_to_zero() -> None:
    points = ((dt.date(2026, 1, 1), 100_00), (dt.date(2026, 1, 11), 0), (dt.date(2026, 1, 21), 0))
    drawing = step_drawing(points)
    assert drawing.line == "M0 8H320V152H640V152H640"
    assert drawing.zero == 152


def test_a_debt_that_never_changed_is_a_level_line() -> None:
    drawing = step_drawing(((dt.date(2026, 1, 1), 500),))
    assert drawing.line == "M0 8H640"
