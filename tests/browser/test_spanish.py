"""Rosa reads Spanish: everything is, and no page mixes languages."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Site, Visit
from tests.browser.visitor import Visitor

#: Words that no Spanish sentence of ours has.
ENGLISH = re.compile(r"\b(the|your|you|we|and|with|claims?|orders?|due|paid)\b", re.IGNORECASE)
#: What outside systems write stays as they wrote it: services, items, providers, plans, places.
PAGES = ("/", "/claims/", "/orders/", "/balances/", "/search/?q=visit", "/calls/new/", "/you/")


def is_spanish(rosa: Visitor, but: str = "") -> None:
    assert rosa.page.locator("html").get_attribute("lang") == "es"
    words = rosa.page.locator("body").inner_text()
    for theirs in (*theirs_of(rosa), *filter(None, [but])):
        words = words.replace(theirs, "")
    found = ENGLISH.findall(words)
    assert not found, f"{rosa.page.url}: {found}"


def theirs_of(rosa: Visitor) -> list[str]:
    """The words of outside systems on the page, longest first."""
    theirs = [
        "Prenatal visit",
        "Emergency room visit",
        "Home nurse, 12 visits",
        "Home nurse, 20 visits",
        "Home nurse, 8 more visits",
        "Porchlight Home Medical",
        "Community First Medicaid",
    ]
    return sorted(theirs, key=len, reverse=True)


def test_every_page_is_in_spanish(site: Site, visit: Visit, scripts: bool) -> None:
    rosa = visit("rosa", scripts=scripts)
    for path in PAGES:
        rosa.open(path)
        is_spanish(rosa)


def test_a_status_reads_right_in_spanish(site: Site, visit: Visit) -> None:
    rosa = visit("rosa")
    rosa.open("/claims/", title="Sus reclamos")
    rosa.go(rosa.link("Wheelchair rental"))
    rosa.sees(
        "No aceptamos pagar este reclamo.",
        "Puede apelar hasta el sábado 18 de abril.",
        "Faltan 46 días a partir de hoy.",
        "Lo verificamos con nuestro sistema de reclamos el martes a las 9:41 p. m.",
        "Hable con una persona",
    )
    is_spanish(rosa)


def test_an_order_reads_right_in_spanish(site: Site, visit: Visit) -> None:
    rosa = visit("rosa")
    rosa.open("/orders/", title="Sus pedidos")
    rosa.go(rosa.link("Nebulizer"))
    rosa.sees("Su pedido está listo para recoger.", "Necesita recogerlo. Está en 4352 Main Street.")
    is_spanish(rosa)


def test_anyone_can_change_the_language(site: Site, visit: Visit, scripts: bool) -> None:
    visitor = visit(scripts=scripts)
    visitor.open("/accounts/login/")
    visitor.go(visitor.button("Español"))
    assert visitor.page.locator("html").get_attribute("lang") == "es"
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("Iniciar sesión")
