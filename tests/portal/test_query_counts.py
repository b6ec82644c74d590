"""Pages cost the same number of queries for ten things as for ten thousand, and few of them."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import make
from tests.many import copies

MANY = 10_000
LIMIT = 15  # queries a page


def a_full_member(maya, number: int) -> dict[str, str]:
    """Things of every kind, and the addresses of the pages about them."""
    claim, order, balance = make.claim(maya), make.order(maya), make.balance(maya)
    decided = make.claim(maya, "paid")
    approval = make.claim(maya, "approved", use="preauthorization", authorization_number="A-1")
    entry = balance.entries.get()
    for row in (claim, decided, approval, order, entry):
        copies(row, number)
    copies(make.event(claim, "received"), number)
    shipment = order.shipments.get()
    copies(shipment, 10)
    copies(make.accumulator(maya, limit=150_000, used=42_000), 10)
    return {
        "home": "/",
        "claims": "/claims/",
        "claims done": "/claims/?show=done",
        "claims waiting": "/claims/?show=you",
        "claims found": "/claims/?q=therapy",
        "approvals": "/approvals/",
        "approvals done": "/approvals/?show=done",
        "approval": approval.get_absolute_url(),
        "orders": "/orders/",
        "orders found": "/orders/?q=lamp",
        "balances": "/balances/",
        "lines found": "/balances/?q=visit",
        "search": "/search/?q=e",
        "claim": claim.get_absolute_url(),
        "order": order.get_absolute_url(),
        "balance": balance.get_absolute_url(),
    }


def counts(browser, pages: dict[str, str]) -> dict[str, int]:
    found = {}
    for name, address in pages.items():
        browser.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(address).status_code == 200
        found[name] = len(queries)
    return found


def test_ten_thousand_things_cost_as_many_queries_as_ten(as_maya, as_omar, maya, omar):
    few = counts(as_maya, a_full_member(maya, 10))
    many = counts(as_omar, a_full_member(omar, MANY))
    assert many == few
    assert max(many.values()) < LIMIT, many
    assert (many["claim"], many["claims"]) == (3, 3)
