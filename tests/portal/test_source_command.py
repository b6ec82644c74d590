"""What an operator types to say which source enrolls."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from claims.models import Source
from tests import make

pytestmark = pytest.mark.django_db


def typed(*arguments: str) -> str:
    out = StringIO()
    call_command("source", *arguments, stdout=out)
    return out.getvalue()


def test_a_source_enrolls_only_while_an_operator_says_so():
    assert "does not enroll people" in typed("fhir")
    assert "“fhir” (claims system) enrolls people." in typed("fhir", "--enrolls")
    assert "enrolls people." in typed("fhir"), "asking changes nothing"
    assert Source.objects.get().enrolls
    assert "does not enroll people" in typed("fhir", "--no-enrolls")
    assert not Source.objects.get().enrolls


def test_a_new_source_of_another_name_says_how_it_is_read():
    with pytest.raises(CommandError, match="--system"):
        typed("north", "--enrolls")
    with pytest.raises(CommandError, match="letters, digits"):
        typed("no rth", "--system", "fhir")
    typed("north", "--system", "fhir", "--enrolls")
    assert Source.objects.get(pk="north").enrolls


def test_its_page_says_whether_it_enrolls(as_otto):
    for enrolls, words in ((True, "It enrolls:"), (False, "It does not enroll:")):
        source = make.source(f"source-{enrolls}", enrolls=enrolls)
        assert words in as_otto.get(source.get_absolute_url()).content.decode()


def test_an_operator_says_what_a_shop_can_do_for_late_orders(as_otto):
    make.source("shop", "orders")
    assert "sends orders again" not in typed("shop")
    told = typed("shop", "--resends", "--takes-back")
    assert "sends orders again, cancels what is on its way." in told
    shop = Source.objects.get(pk="shop")
    page = as_otto.get(shop.get_absolute_url()).content.decode()
    assert "It sends late orders again. It cancels orders that are on their way." in page
    assert "sends orders again" not in typed("shop", "--no-resends")
