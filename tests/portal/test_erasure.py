"""A deletion really deletes: of what the preview said goes, no table holds a word any more."""

import re
from typing import Any

import pytest
from django.db import connection
from django.db.models import CharField, JSONField, TextField
from django.test import Client
from django.urls import reverse

from accounts.clock import now
from accounts.models import Inference, Member, Preference, User
from accounts.regimes import Kind
from accounts.retention import Asked
from accounts.rights import deletion
from accounts.rights.requests import ask, work_on
from accounts.rights.rows import OWNED, SIGN_IN, model_of, rows_of
from claims.models import Feedback
from portal.demo.load import load
from portal.demo.people import BY_SLUG, PASSWORD
from tests import make

SHORTEST = 6  # characters: a shorter word may stand anywhere by chance
CODE = re.compile(r"[a-z_.:]*")  # ours, and the same for everybody
PEOPLE = ("daniel", "maya", "nadia", "lena")


@pytest.fixture
def daniel(db: None) -> Member:
    """A member of the demo who has used every part of the portal."""
    load(now(), [BY_SLUG[slug] for slug in PEOPLE])
    member = Member.objects.get(number=BY_SLUG["daniel"].number)
    Member.objects.filter(pk=member.pk).update(
        preferred_name="Canary of the name", pronunciation="Canary of the sound"
    )
    Preference.objects.tell(member, Preference.About.CAREFUL, "Canary of the preference")
    Inference.objects.create(
        member=member,
        about=Inference.About.CALL_TIME,
        category="calls",
        value="Canary of the guess",
        times=3,
        worked_out_at=now(),
    )
    claim = member.claims.first()
    Feedback.objects.give(member, "claim", claim.pk, answered=False).ask("Canary of the question")
    make.order(member, "delivered", summary="Canary of the order")
    daniel = member.user  # the people of the demo share a password, and so its digest
    daniel.set_password(PASSWORD)
    daniel.save()
    browser = Client(HTTP_USER_AGENT="Canary of the browser")
    known = {"login": BY_SLUG["daniel"].email, "password": PASSWORD}
    assert browser.post(reverse("account_login"), known).status_code == 302
    browser.get("/")
    member.refresh_from_db()
    return member


def words_of(member: Member, labels: set[str]) -> dict[str, str]:
    """Every word of theirs in these tables that a person wrote, and where it stands."""
    found = {}
    for label in labels:
        rule = OWNED[label]
        columns = [
            field
            for field in model_of(rule)._meta.concrete_fields
            if isinstance(field, CharField | TextField | JSONField) and not field.choices
        ]
        wanted = rule.blank if rule.asked is Asked.BLANKED else {f.name for f in columns}
        for field in columns:
            if field.name not in wanted:
                continue
            for value in deletion.touched_by(rule, member).values_list(field.name, flat=True):
                if isinstance(value, str) and len(value) >= SHORTEST and not CODE.fullmatch(value):
                    found[value] = f"{label}.{field.name}"
    return found


def everything() -> dict[str, str]:
    """Every table as one text."""
    with connection.cursor() as cursor:
        texts = {}
        for table in connection.introspection.table_names(cursor):
            name = connection.ops.quote_name(table)
            cursor.execute(f"SELECT string_agg(t::text, chr(10)) FROM {name} t")  # noqa: S608
            texts[table] = cursor.fetchone()[0] or ""
    return texts


def test_nothing_of_what_goes_is_left(daniel: Member) -> None:
    preview = deletion.preview(daniel, closes_sign_in=True)
    going = {part.rule.model for part in preview if part.becomes is not Asked.STAYS}
    staying = {
        model_of(part.rule)._meta.db_table for part in preview if part.becomes is Asked.STAYS
    }
    canaries = words_of(daniel, going)
    planted = {value for value in canaries if "canary" in value.lower()}
    assert len(planted) >= 7, planted
    assert {"accounts.Phone", "accounts.User", "outreach.CallRequest"} <= going
    request = ask(daniel, Kind.DELETION, closes_sign_in=True)
    assert work_on(request.pk)
    left = {
        (canaries[value], table)
        for table, text in everything().items()
        for value in canaries
        if value in text and (table not in staying or value in planted)
    }
    assert left == set()


def test_what_stays_is_as_it_was_and_so_is_everybody_else(daniel: Member) -> None:
    preview = deletion.preview(daniel, closes_sign_in=True)
    maya = Member.objects.get(number=BY_SLUG["maya"].number)
    whole = {part.rule.model: part.rows for part in preview if part.becomes is Asked.STAYS}
    touched = {part.rule.model for part in preview if part.becomes is not Asked.STAYS}
    others = {label: rows_of(rule, maya).count() for label, rule in OWNED.items()}
    assert work_on(ask(daniel, Kind.DELETION, closes_sign_in=True).pk)
    for label, count in whole.items():
        if label not in touched | SIGN_IN:
            assert rows_of(OWNED[label], daniel).count() >= count, label
    assert {label: rows_of(rule, maya).count() for label, rule in OWNED.items()} == others


def test_the_pages_of_what_stays_still_answer(daniel: Member) -> None:
    """The member keeps the sign-in, and opens everything that was emptied."""
    assert work_on(ask(daniel, Kind.DELETION).pk)
    browser = Client()
    browser.force_login(User.objects.get(pk=daniel.user_id))
    things: list[Any] = [*daniel.orders.all(), *daniel.claims.all()[:3], *daniel.balances.all()]
    for path in ["/", "/claims/", "/orders/", "/balances/", "/me/", "/me/data/", "/you/"]:
        assert browser.get(path).status_code == 200, path
    for thing in things:
        assert browser.get(thing.get_absolute_url()).status_code in (200, 404), thing
