"""The late order, and orders of each other kind."""

import pytest

from tests.browser.conftest import Site, Visit


def test_an_order_that_may_come_too_late_says_so_first(
    site: Site, visit: Visit, scripts: bool
) -> None:
    priya = visit("priya", scripts=scripts)
    priya.open("/", title="Home")
    priya.go(priya.link("Dress shoes with orthotic insoles"))
    priya.sees(
        "Your order is late. It may not arrive by Saturday, March 7.",
        "Bad weather is holding it up. We are sorry.",
        "UPS expects to deliver it on Monday, March 9.",
        "Keep waiting",
        "You do not have to choose now.",
    )
    assert priya.main().inner_text().count("We are sorry") == 1


@pytest.mark.parametrize(
    ("slug", "item", "said"),
    [
        ("june", "Reading lamp", "Not shipped yet (label only)."),
        ("june", "Custom insoles", "You need to pay $180.00 before it ships."),
        ("rosa", "Nebulizador", "4352 Main Street"),
        ("kit", "Ice packs", "FedEx cannot find it."),
        ("ahmed", "Heating pad", "We cannot reach the carrier right now."),
    ],
)
def test_each_kind_of_order_has_its_own_words(
    site: Site, visit: Visit, slug: str, item: str, said: str
) -> None:
    member = visit(slug)
    member.open("/orders/")
    member.go(member.link(item))
    member.sees(said)
