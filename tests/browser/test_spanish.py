"""Rosa reads Spanish: everything is, and no page mixes languages."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Site, Visit
from tests.browser.test_calls import forget_calls
from tests.browser.visitor import Visitor

#: Words that no Spanish sentence of ours has.
ENGLISH = re.compile(r"\b(the|your|you|we|and|with|claims?|orders?|due|paid)\b", re.IGNORECASE)
PAGES = (
    "/",
    "/claims/",
    "/approvals/",
    "/orders/",
    "/balances/",
    "/search/?q=visita",
    "/calls/new/",
    "/you/",
)


def is_spanish(rosa: Visitor) -> None:
    assert rosa.page.locator("html").get_attribute("lang") == "es"
    words = rosa.page.locator("body").inner_text()
    found = ENGLISH.findall(words)
    assert not found, f"{rosa.page.url}: {found}"


def test_every_page_is_in_spanish(site: Site, visit: Visit, scripts: bool) -> None:
    rosa = visit("rosa", scripts=scripts)
    for path in PAGES:
        rosa.open(path)
        is_spanish(rosa)


def test_a_status_reads_right_in_spanish(site: Site, visit: Visit) -> None:
    rosa = visit("rosa")
    rosa.open("/claims/", title="Sus reclamos")
    rosa.go(rosa.link("Alquiler de silla de ruedas"))
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
    rosa.go(rosa.link("Nebulizador"))
    rosa.sees("Su pedido está listo para recoger.", "Necesita recogerlo. Está en 4352 Main Street.")
    is_spanish(rosa)


def test_anyone_can_change_the_language(site: Site, visit: Visit, scripts: bool) -> None:
    visitor = visit(scripts=scripts)
    visitor.open("/accounts/login/")
    visitor.go(visitor.button("Español"))
    assert visitor.page.locator("html").get_attribute("lang") == "es"
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("Iniciar sesión")


def test_a_call_with_an_interpreter_is_asked_for_in_spanish(
    site: Site, visit: Visit, scripts: bool
) -> None:
    forget_calls()
    rosa = visit("rosa", scripts=scripts)
    rosa.open("/claims/")
    rosa.go(rosa.link("Visita a emergencias"))
    is_spanish(rosa)
    rosa.go(rosa.main().get_by_role("link", name="Elija la hora y cómo hablamos"))
    is_spanish(rosa)
    rosa.page.get_by_label("Teléfono con intérprete").check()
    rosa.go(rosa.main().get_by_role("button", name="Pida una llamada"), title="Error: ")
    rosa.sees("Hay un problema", "Escriba el idioma del intérprete.")
    rosa.page.get_by_label("¿En qué idioma?").fill("español")
    rosa.go(rosa.main().get_by_role("button", name="Pida una llamada"))
    rosa.sees("Le llamaremos", "que termina en 0164")
    is_spanish(rosa)
