"""Lists go on after a row, not after a number of rows: the 10,000th is as near as the first."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import AccessRecord
from claims.models import Claim
from tests import make
from tests.many import copies

MANY = 10_000


def keys_on(page) -> list[str]:
    return [answer.subject_id for answer in page.context["answers"]]


def link(page, name: str) -> str:
    return page.context["query"] + getattr(page.context["page"], name)


def fifty_claims(owner) -> list[str]:
    """Keys in the order of the list; two of them changed at one moment."""
    claim = make.claim(owner, service="Knee")
    copies(claim, 49, changed_at="changed_at - (nth / 2) * interval '1 minute'")
    return [str(key) for key in Claim.objects.recent().values_list("pk", flat=True)]


@pytest.mark.parametrize("narrowed", ["", "?q=knee", "?show=us", "?q=knee&show=us"])
def test_older_and_older_shows_everything_once(as_maya, maya, narrowed):
    expected, address, seen = fifty_claims(maya), f"/claims/{narrowed}", []
    while True:
        page = as_maya.get(address)
        assert page.context["found"] == "<bdi>50</bdi> claims."
        seen += keys_on(page)
        if not page.context["page"].older:
            break
        address = "/claims/" + link(page, "older")
    assert seen == expected


@pytest.mark.parametrize("narrowed", ["", "?q=knee"])
def test_newer_leads_back_the_way_one_came(as_maya, maya, narrowed):
    fifty_claims(maya)
    first = as_maya.get(f"/claims/{narrowed}")
    second = as_maya.get("/claims/" + link(first, "older"))
    third = as_maya.get("/claims/" + link(second, "older"))
    assert keys_on(as_maya.get("/claims/" + link(third, "newer"))) == keys_on(second)
    again = as_maya.get("/claims/" + link(second, "newer"))
    assert keys_on(again) == keys_on(first)
    assert not again.context["page"].newer


def test_what_comes_in_meanwhile_moves_no_page(as_maya, maya):
    expected = fifty_claims(maya)
    older = "/claims/" + link(as_maya.get("/claims/"), "older")
    make.claim(maya)
    assert keys_on(as_maya.get(older)) == expected[20:40]


def test_newer_from_the_top_is_a_whole_first_page(as_maya, maya):
    fifty_claims(maya)
    older = as_maya.get("/claims/" + link(as_maya.get("/claims/"), "older"))
    make.claim(maya)
    newer = as_maya.get("/claims/" + link(older, "newer"))
    assert keys_on(as_maya.get("/claims/" + link(newer, "newer"))) == keys_on(
        as_maya.get("/claims/")
    )


def test_a_link_of_old_with_a_number_still_shows_that_page(as_maya, maya):
    expected = fifty_claims(maya)
    page = as_maya.get("/claims/?page=2")
    assert keys_on(page) == expected[20:40]
    assert keys_on(as_maya.get("/claims/" + link(page, "newer"))) == expected[:20]
    assert keys_on(as_maya.get("/claims/" + link(page, "older"))) == expected[40:]


@pytest.mark.parametrize("place", ["page=999", "page=x", "page=-1", "page=99999999999999999999"])
@pytest.mark.parametrize("path", ["/claims/", "/orders/", "/balances/"])
def test_a_number_that_leads_nowhere_shows_the_first_page(as_maya, maya, path, place):
    make.claim(maya), make.order(maya), make.balance(maya)
    assert as_maya.get(f"{path}?{place}").context["answers"]


ODD = ["", "x", "~", "2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z~x", "\0", "9" * 5000, "0~0~0"]
LONG_AGO = "1900-01-01T00:00:00Z~00000000-0000-0000-0000-000000000000"


@pytest.mark.parametrize("word", ["after", "before"])
@pytest.mark.parametrize("place", [*ODD, LONG_AGO, "1900-01-01~1900-01-01T00:00:00Z~1"])
@pytest.mark.parametrize("path", ["/claims/", "/claims/?q=therapy", "/orders/", "/balances/"])
def test_an_odd_place_in_an_address_shows_the_first_page(as_maya, maya, path, word, place):
    make.claim(maya), make.order(maya), make.balance(maya)
    query = dict(pair.split("=") for pair in path.partition("?")[2].split("&") if pair)
    page = as_maya.get(path.partition("?")[0], query | {word: place})
    assert page.status_code == 200
    assert page.context["answers"]


def test_the_lines_of_an_account_go_on_after_the_last_one_seen(as_maya, maya):
    balance = make.balance(maya)
    copies(balance.entries.get(), 59, effective_on="effective_on - nth::int / 3")
    expected = list(balance.entries.values_list("pk", flat=True))
    for address in (balance.get_absolute_url(), "/balances/"):
        page = as_maya.get(address)
        assert page.context["found"] == "<bdi>60</bdi> lines."
        seen = [row.id for row in page.context["page"].rows]
        while page.context["page"].older:
            page = as_maya.get(address + link(page, "older"))
            seen += [row.id for row in page.context["page"].rows]
        assert seen == expected


def test_staff_lists_go_on_too(as_otto, as_sana, maya):
    claim = make.claim(maya, conflict=["paid", "denied"], checking_until=dt.date(2026, 11, 24))
    some = "CASE WHEN mod(nth, 3) > 0 THEN checking_until + nth::int END"
    copies(claim, 119, checking_until=some)
    seen, query = 0, "?kind=claims&"
    while query:
        page = as_otto.get(f"/desk/checks/{query}")
        assert page.context["found"] == "<bdi>120</bdi> things."
        seen += len(page.context["rows"])
        query = link(page, "older") if page.context["page"].older else ""
    assert seen == 120
    assert AccessRecord.objects.filter(what="check_list").count() == 120


def rows_read(query: dict) -> int:
    """How many rows PostgreSQL took from tables and indexes to answer a query."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {query['sql']}")
        (plan,) = cursor.fetchone()[0]
    return _read(plan["Plan"])


def _read(node: dict) -> int:
    below = sum(_read(one) for one in node.get("Plans", []))
    if "Scan" not in node["Node Type"]:
        return below
    touched = node["Actual Rows"] + node.get("Rows Removed by Filter", 0)
    return below + int(touched * node["Actual Loops"])


def read_by(browser, address: str) -> int:
    """Rows read for a page, without the count of all, which every page says."""
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(address).status_code == 200
    return sum(rows_read(one) for one in queries if "ORDER BY" in one["sql"])


def test_the_ten_thousandth_row_costs_what_the_first_does(as_maya, maya):
    order, balance = make.order(maya), make.balance(maya)
    claim, entry = make.claim(maya), balance.entries.get()
    for row in (claim, order, entry):
        copies(row, MANY, **({"effective_on": "effective_on - nth::int"} if row is entry else {}))
    for path, name in (("/claims/", "claims_claim"), ("/orders/", "claims_order")):
        last = as_maya.get(f"{path}?page={MANY // 20}")
        assert last.context["page"].newer
        deep = path + "?" + last.context["page"].older
        assert as_maya.get(deep).context["page"].newer, "a page behind the 10,000th row"
        assert read_by(as_maya, deep) <= read_by(as_maya, path), name
        assert read_by(as_maya, f"{path}?page={MANY // 20}") > MANY, "what counting its way costs"
