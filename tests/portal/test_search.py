"""Search over one's own claims, orders and balance lines."""

import html

import pytest

from tests import make


def words_of(page) -> str:
    return html.unescape(page.content.decode())


@pytest.fixture
def things(maya):
    return (
        make.claim(maya, service="Knee surgery", number="CLM-500"),
        make.order(maya, summary="Knee brace", number="ORD-500"),
        make.entry(make.balance(maya, 0), 8420, description="Knee surgery copay"),
    )


def found(page) -> tuple[int, int, int]:
    return tuple(len(page.context[kind]) for kind in ("claims", "orders", "entries"))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("knee", (1, 1, 1)),
        ("KNEE surgery", (1, 0, 1)),
        ("500", (1, 1, 0)),
        ("clm-500", (1, 0, 0)),
        ("$84.20", (0, 0, 1)),
        ("84.20", (0, 0, 1)),
        ("nothing like it", (0, 0, 0)),
    ],
)
def test_words_are_found_in_everything_of_ones_own(as_maya, things, words, expected):
    assert found(as_maya.get("/search/", {"q": words})) == expected


def test_nothing_of_another_member_is_found(as_omar, things):
    assert found(as_omar.get("/search/?q=knee")) == (0, 0, 0)


def test_no_words_find_nothing_and_say_nothing(as_maya, things):
    page = as_maya.get("/search/")
    assert found(page) == (0, 0, 0)
    assert "Nothing of yours has these words." not in words_of(page)


def test_no_result_offers_a_person_who_gets_the_words_by_post(as_maya, things):
    page = words_of(as_maya.get("/search/?q=unicorn"))
    assert "Nothing of yours has these words." in page
    form = page[page.index('<form class="ask"') :]
    assert 'method="post"' in form[:100]
    assert 'name="searched" value="unicorn"' in form


def test_more_than_ten_of_a_kind_lead_to_the_whole_list(as_maya, maya):
    for _ in range(11):
        make.claim(maya, service="Eye test")
    page = as_maya.get("/search/?q=eye test")
    assert len(page.context["claims"]) == 10
    assert "/claims/?q=eye%20test" in words_of(page)


def test_with_scripts_only_the_results_come(as_maya, things):
    page = words_of(as_maya.get("/search/?q=knee", headers={"HX-Request": "true"}))
    assert page.strip().startswith('<section id="results"')
    assert "3 things found." in page.replace("<bdi>", "").replace("</bdi>", "")
