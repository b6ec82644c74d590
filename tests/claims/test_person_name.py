"""A claim under a member's number is theirs when its name may be theirs, and else somebody's."""

import pytest

from claims.facts import PersonName
from claims.person_name import may_be


@pytest.mark.parametrize(
    ("told", "legal_name"),
    [
        (("SMITH", "MAYA"), "Maya Smith"),
        (("smith", "maya"), "MAYA SMITH"),
        (("Smith ", " Maya"), "  Maya   Smith "),
        (("SMITH", "MAYA"), "Smith, Maya"),
        (("SMITH", "MAYA", "R"), "Smith, Maya R."),
        (("SMITH", "MAYA", "", "JR"), "Smith, Maya Jr."),
        (("GARCIA", "JOSE"), "José García"),
        (("NUNEZ", "INES"), "Inés Núñez"),
        (("SORENSEN", "SOREN"), "Søren Sørensen"),
        (("STRAUSS", "JOHANN"), "Johann Strauß"),
        (("OBRIEN", "MAYA"), "Maya O’Brien"),
        (("O'BRIEN", "MAYA"), "Maya OBrien"),
        (("SMITH", "MAYA"), "Maya Rose Smith"),
        (("SMITH", "MAYA", "ROSE"), "Maya Smith"),
        (("SMITH", "MAYA", "R"), "Maya Rose Smith"),
        (("SMITH", "MAYA", "ROSE"), "Maya R. Smith"),
        (("SMITH", "MAYA ROSE"), "Maya Rose Smith"),
        (("SMITH", "MAYA R"), "Maya Rose Smith"),
        (("SMITH", "MARY"), "Mary Ann Smith"),
        (("SMITH", "MARYANN"), "Mary Ann Smith"),
        (("SMITH", "ANN-MARIE"), "Annmarie Smith"),
        (("SMITH", "J.R."), "J. R. Smith"),
        (("SMITH-JONES", "MAYA"), "Maya Smith Jones"),
        (("SMITHJONES", "MAYA"), "Maya Smith-Jones"),
        (("SMITH", "MAYA"), "Maya Smith-Jones"),
        (("JONES", "MAYA"), "Maya Smith-Jones"),
        (("SMITH JONES", "MAYA"), "Maya Smith"),
        (("GARCIA", "MARIA"), "María García López"),
        (("LOPEZ", "MARIA"), "María García López"),
        (("DELACRUZ", "MARIA"), "María de la Cruz"),
        (("CRUZ", "MARIA", "E"), "María de la Cruz"),
        (("SMITH", "CHRISTOPHE"), "Christopher Smith"),
        (("FITZGERA", "MAYA"), "Maya Fitzgerald"),
        (("SMITH", "JOHN", "", "JR"), "John Smith Jr."),
        (("SMITH JR", "JOHN"), "John Smith, Jr."),
        (("SMITH", "JOHN JR"), "Smith Jr, John"),
        (("SMITH", "JOHN"), "John Smith Jr."),
        (("SMITH", "JOHN", "", "MD"), "John Smith"),
        (("SMITH", "DR MAYA"), "Dr. Maya Smith"),
        (("SMITH",), "Maya Smith"),
        (("", "MAYA"), "Maya Smith"),
        (("SMITH", "MAYA"), ""),
    ],
)
def test_what_a_clerk_or_a_program_does_to_a_name_is_let_pass(told, legal_name):
    assert may_be(PersonName(*told), legal_name)


@pytest.mark.parametrize(
    ("told", "legal_name"),
    [
        (("SMITH", "TIMOTHY"), "Robert Smith"),
        (("SMITH", "JOHN", "", "JR"), "John Smith"),
        (("SMITH", "JOHN", "", "JR"), "John Smith Sr."),
        (("SMITH", "JOHN", "", "III"), "John Smith Jr"),
        (("SMITH III", "JOHN"), "John Smith"),
        (("SMITH", "JOHN", "B"), "John Allen Smith"),
        (("SMITH", "JOHN", "ADAM"), "John Allen Smith"),
        (("GARCIA", "JOSE LUIS"), "José García"),
        (("GARCIA LOPEZ", "JOSE LUIS"), "José García López"),
        (("CRUZ", "MARIA JOSE"), "María de la Cruz"),
        (("SMITH", "MARY ANN"), "Mary Kate Smith"),
        (("SMITH", "DANIELA"), "Daniel Smith"),
        (("SMITH", "ROBERT"), "Roberto Smith"),
        (("SMITH", "CHRIS"), "Christopher Smith"),
        (("SMITH", "BOB"), "Robert Smith"),
        (("SMITH", "M"), "Maya Smith"),
        (("SMITH", "MICHAEL"), "John Michael Smith"),
        (("JONES", "MAYA"), "Maya Smith"),
        (("MAYA", "SMITH"), "Maya Smith"),
        (("SMITH", "MAYA"), "Smith"),
    ],
)
def test_what_tells_a_family_apart_is_not(told, legal_name):
    assert not may_be(PersonName(*told), legal_name)
