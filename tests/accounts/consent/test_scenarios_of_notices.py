"""Scenarios 22 to 24 of the research on consent: wordings, and yeses that end by themselves."""

import datetime as dt
import hashlib
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError, transaction
from django.utils import translation
from msgspec.structs import replace

from accounts.consent import Reason, as_of, standing, wordings
from accounts.consent.catalogue import CATEGORIES, EVERYTHING, PURPOSES
from accounts.consent.expiry import record_expiries
from accounts.consent.interaction import months_after
from accounts.models import ConsentEvent, Wording
from tests.accounts.consent import CHECKED, SHARED, ask, days, turn

CHANGE = wordings.Change(
    "see_what_i_checked", 2, True, "They now see it in chats too.", "product", "privacy office"
)


@pytest.fixture
def reword(monkeypatch):
    """Publish a second version of the words about what specialists see."""

    def reword(*, material: bool) -> None:
        new = replace(PURPOSES["see_what_i_checked"], version=2, sentence="They see more.")
        monkeypatch.setitem(PURPOSES, new.key, new)
        monkeypatch.setattr(wordings, "CHANGES", (replace(CHANGE, material=material),))
        wordings.publish()

    return reword


def test_s22_a_material_change_asks_again(maya, reword):
    turn(maya, True, "on")
    before = ConsentEvent.objects.get().recorded_at
    reword(material=True)
    assert ask(maya).reason is Reason.NOTICE_OUTDATED
    assert not standing(maya)[CHECKED].chosen
    assert as_of(maya, before)[CHECKED].reason is Reason.GRANTED
    [event] = turn(maya, True, "on again").events
    assert event.version == 2
    assert ask(maya)
    said = Wording.objects.get(purpose="see_what_i_checked", version=2, language="en")
    assert (said.material, said.note, said.author, said.approver) == (
        True,
        CHANGE.note,
        "product",
        "privacy office",
    )


def test_s22_a_change_that_is_not_material_keeps_the_yes(maya, reword):
    turn(maya, True, "on")
    reword(material=False)
    assert ask(maya).reason is Reason.GRANTED
    assert ask(maya).wording == 1


def test_s22_saying_no_to_changed_words_is_written_down(maya, reword):
    turn(maya, True, "on")
    reword(material=True)
    assert [event.decision for event in turn(maya, False, "no").events] == ["withdraw"]
    assert ask(maya).reason is Reason.WITHDRAWN


@pytest.mark.django_db
def test_s23_nobody_edits_what_was_published():
    with pytest.raises(DatabaseError), transaction.atomic():
        Wording.objects.filter(purpose="plan").update(text="All yours is ours.")


@pytest.mark.django_db
def test_s23_a_release_whose_words_differ_under_the_same_version_is_refused(monkeypatch):
    changed = replace(PURPOSES["plan"], sentence="All yours is ours.")
    monkeypatch.setitem(PURPOSES, "plan", changed)
    with pytest.raises(wordings.WordingChanged, match="plan 1"):
        wordings.publish()


def test_s23_every_text_that_was_ever_published_is_still_the_same():
    """Add a line for a new version; never change one. Ours: see the assertion's message."""
    listed = dict(
        line.rsplit(" ", 1) for line in wordings.PUBLISHED.read_text().splitlines() if line
    )
    for purpose in PURPOSES.values():
        for language in ("en", "es"):
            words = wordings.text(purpose, language)
            digest = hashlib.sha256(words.encode()).hexdigest()
            name = f"{purpose.key} {purpose.version} {language}"
            assert listed.get(name) == digest, f"{name} {digest}"


def test_s24_a_signed_yes_ends_as_the_day_after_its_last_begins_where_the_member_is(maya, settings):
    [event] = turn(maya, True, "signed", SHARED).events
    chicago = ZoneInfo("America/Chicago")
    until = event.valid_until.astimezone(chicago)
    signed = event.recorded_at.astimezone(chicago).date()
    assert until.date() == months_after(signed, 12) + days(1)
    assert until.time() == dt.time()
    settings.PORTAL_NOW = event.valid_until - dt.timedelta(seconds=1)
    assert ask(maya, SHARED)
    settings.PORTAL_NOW = event.valid_until
    assert ask(maya, SHARED).reason is Reason.EXPIRED


def test_s24_the_ledger_says_later_that_it_ended_and_says_it_once(maya, settings):
    [event] = turn(maya, True, "signed", SHARED).events
    turn(maya, True, "unsigned")
    settings.PORTAL_NOW = event.valid_until
    assert (record_expiries(), record_expiries()) == (1, 0)
    ended = ConsentEvent.objects.get(decision="expire")
    assert (ended.purpose, ended.who, ended.by) == ("share_with_others", "portal", None)
    assert ask(maya, SHARED).reason is Reason.EXPIRED
    assert ask(maya)


@pytest.mark.parametrize(
    ("signed", "ends"),
    [("2024-02-29", "2025-02-28"), ("2025-02-28", "2026-02-28"), ("2025-12-31", "2026-12-31")],
)
def test_s24_twelve_months_end_on_the_same_day_or_the_last_of_its_month(signed, ends):
    assert months_after(dt.date.fromisoformat(signed), 12) == dt.date.fromisoformat(ends)


def test_the_catalogue_names_itself_and_says_everything_in_two_languages():
    for rows in (PURPOSES, CATEGORIES):
        assert all(key == row.key for key, row in rows.items())
        assert EVERYTHING not in rows
    for purpose in PURPOSES.values():
        assert {*purpose.categories, *purpose.never} <= CATEGORIES.keys()
        assert not purpose.locked or purpose.default
        with translation.override("es"):
            spanish = str(purpose.sentence)
        assert spanish != str(purpose.sentence), purpose.key
