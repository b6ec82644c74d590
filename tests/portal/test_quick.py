"""A settled template says what Django says, in the language of each reader."""

import copy
import re

import pytest
import time_machine
from django.conf import settings
from django.template import Context, Template
from django.test import Client, override_settings
from django.utils.safestring import mark_safe
from django.utils.translation import override
from msgspec import Struct

from accounts.models import Member
from claims.facts import ClaimState
from portal.quick import Settled, settle
from tests import make

FORM_TOKEN = re.compile(r'(name="(?:csrfmiddlewaretoken|key)" value=")[^"]+')
STATES = [ClaimState.DENIED, ClaimState.PAID, ClaimState.PENDED_INFO, ClaimState.UNRECOGNISED]


def settled(source: str) -> Template:
    template = Template("{% load i18n static %}" + source)
    settle(template.nodelist)
    template.nodelist = Settled(template.nodelist)
    return template


def rendered(source: str, **values: object) -> str:
    """What the settled template says, the first time and again, if plain Django says so too."""
    template = settled(source)
    said = template.render(Context(values))
    assert template.render(Context(values)) == said
    assert Template("{% load i18n static %}" + source).render(Context(values)) == said
    return said


def plain_templates() -> list:
    """The same settings, with Django's own loaders."""
    templates = copy.deepcopy(settings.TEMPLATES)
    loader, [(_quick, folders)] = templates[0]["OPTIONS"]["loaders"][0]
    cached = ("django.template.loaders.cached.Loader", folders)
    templates[0]["OPTIONS"]["loaders"] = [(loader, [cached])]
    return templates


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_page_is_the_plain_page_byte_for_byte(
    as_maya: Client, maya: Member, language: str
) -> None:
    Member.objects.filter(pk=maya.pk).update(language=language)
    claims = [make.claim(maya, state) for state in STATES]
    order = make.order(maya)
    pages = ["/", "/claims/", "/claims/?show=done", "/orders/", "/balances/", "/you/", "/search/"]
    pages += ["/components/", "/calls/new/", "/accessibility/", "/accounts/2fa/", "/nowhere/"]
    pages += [thing.get_absolute_url() for thing in [*claims, order]]

    def printed() -> dict[str, str]:
        return {page: FORM_TOKEN.sub(r"\1", as_maya.get(page).content.decode()) for page in pages}

    with time_machine.travel(make.now(), tick=False):  # a page says how many seconds are left
        quick, again = printed(), printed()
        with override_settings(TEMPLATES=plain_templates()):
            plain = printed()
    for page in pages:
        assert quick[page] == again[page] == plain[page], page


def test_one_template_speaks_the_language_of_each_reader() -> None:
    template = settled("{% translate 'Monday' %} {% translate 'Tuesday' as day %}{{ day }}")
    with override("en"):
        english = template.render(Context())
    with override("es"):
        spanish = template.render(Context())
    with override("en"):
        assert template.render(Context()) == english == "Monday Tuesday"
    assert spanish == "lunes martes"


def test_a_translation_put_into_a_variable_is_there_again_the_second_time() -> None:
    source = "{% for turn in turns %}{% translate 'Monday' as day %}{{ day }} {% endfor %}"
    with override("es"):
        assert rendered(source, turns="ab") == "lunes lunes "


def test_what_is_no_literal_is_translated_each_time() -> None:
    source = "{% for day in days %}{% translate day %} {% endfor %}"
    with override("es"):
        assert rendered(source, days=["Monday", "Tuesday"]) == "lunes martes "


def test_a_file_has_the_address_that_django_gives_it() -> None:
    assert rendered("{% static 'js/portal.js' %}") == "/static/js/portal.js"
    source = "{% static 'js/portal.js' as one %}{{ one }}|{% static name %}"
    assert rendered(source, name="a.js") == "/static/js/portal.js|/static/a.js"


class Thing(Struct):
    name: str
    amount: int = 0
    inner: object = None

    def shout(self) -> str:
        return self.name.upper()


def each(inside: str, *things: object) -> str:
    return rendered(f"{{% for thing in things %}}{inside}{{% endfor %}}", things=things)


def test_finished_words_are_printed_and_plain_ones_escaped() -> None:
    assert each("{{ thing.name }}", Thing(mark_safe("<bdi>5</bdi>"))) == "<bdi>5</bdi>"
    assert each("{{ thing.name }}", Thing("<script>")) == "&lt;script&gt;"
    assert each("{% autoescape off %}{{ thing.name }}{% endautoescape %}", Thing("<b>")) == "<b>"


def test_what_is_no_word_is_printed_as_django_prints_it() -> None:
    assert each("{{ thing.amount }} {{ thing.shout }}", Thing("a", 7)) == "7 A"
    assert each("{{ thing.name }}", {"name": "of a dictionary"}) == "of a dictionary"
    assert each("{{ thing.inner.name }}", Thing("a", inner={"name": "inside"})) == "inside"
    assert each("[{{ thing.missing }}{{ thing.inner.name }}]", Thing("a")) == "[]"
    assert each("{{ thing.name|upper }}", Thing("a")) == "A"


def test_conditions_see_what_django_sees() -> None:
    source = "{% if thing.name %}yes{% elif thing.amount %}some{% else %}no{% endif %} "
    assert each(source, Thing("a"), Thing("", 3), Thing(""), {"name": "a"}) == "yes some no yes "
    assert each("{% if thing.name == 'a' %}a{% endif %}", Thing("a"), Thing("b")) == "a"


def test_loops_inside_loops_are_quick_too() -> None:
    source = "{% for part in thing.inner %}{{ part.name }}{{ forloop.last }} {% endfor %}"
    assert each(source, Thing("a", inner=[Thing("b"), Thing("<")])) == "bFalse &lt;True "
