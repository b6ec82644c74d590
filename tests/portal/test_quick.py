"""Remembered tags say what Django's say, in the language of each reader."""

from django.template import Context, Template
from django.utils.translation import override


def rendered(source: str, **values: object) -> str:
    return Template("{% load i18n static quick %}" + source).render(Context(values))


def test_one_template_speaks_the_language_of_each_reader() -> None:
    template = Template("{% load i18n quick %}{% translate 'Monday' %}")
    with override("en"):
        english = template.render(Context())
    with override("es"):
        spanish = template.render(Context())
    with override("en"):
        assert template.render(Context()) == english == "Monday"
    assert spanish == "lunes"


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
