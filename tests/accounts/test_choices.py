"""The switches of "What we remember about you". Numbers are those of the acceptance scenarios."""

import datetime as dt
import re
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import undo as kept_for
from accounts.consent import allows, decide, standing
from accounts.consent.catalogue import PURPOSES, Basis
from accounts.models import Activity, ConsentEvent, Inference, Member, Role, Use, Wording
from tests import make
from tests.accounts.test_persona import guess, noticed, press, undo

ME = reverse("accounts:persona")
CHOOSE = reverse("accounts:choice_update")
SEEN = ("see_what_i_checked", "activity")
OPTIONAL = [key for key, one in PURPOSES.items() if not one.locked and not one.default]


def turn(browser: Client, purpose: str, where: str, **more: str) -> str:
    return press(browser, CHOOSE, purpose=purpose, turn=where, key=uuid4().hex, **more)


def events(member: Member) -> list[ConsentEvent]:
    return list(ConsentEvent.objects.of(member.subject).order_by("seq"))


def is_on(member: Member, purpose: str, category: str) -> bool:
    return standing(member)[purpose, category].allowed


def asked(member: Member, purpose: str, category: str) -> bool:
    """What the gate says to whoever would use it now."""
    with transaction.atomic():
        return bool(allows(member, purpose, category, doing="test"))


def switches(page: str) -> dict[str, bool]:
    """Every switch on the page, by its place."""
    found = re.findall(
        r'role="switch" aria-checked="(true|false)"[^>]* id="switch-choice-(\w+)', page
    )
    return {name: state == "true" for state, name in found}


def test_01_on_a_new_members_page_every_optional_switch_is_off(
    as_maya: Client, maya: Member
) -> None:
    page = as_maya.get(ME).content.decode()
    found = switches(page)
    assert found.pop("service_messages") is True
    assert found
    assert not any(found.values())
    assert "This is needed to run your plan, so it has no switch." in page
    assert "Run your plan" not in found
    assert events(maya) == []
    assert not asked(maya, *SEEN)


def test_02_turning_on_is_one_event_with_the_words_that_were_shown(
    as_maya: Client, maya: Member
) -> None:
    page = turn(as_maya, "see_what_i_checked", "on")
    (event,) = events(maya)
    shown = Wording.objects.get(sha256=bytes(event.wording))
    assert str(PURPOSES["see_what_i_checked"].sentence) in shown.text
    assert (event.through, event.screen, event.language, event.by) == (
        "switch",
        "/me/",
        "en",
        maya.user.pk,
    )
    assert bytes(event.hash).hex()[:12] in page
    assert "On since" in page
    assert switches(page)["see_what_i_checked"]
    assert asked(maya, *SEEN)


def test_02_the_words_are_those_of_the_members_language(as_rosa: Client, rosa: Member) -> None:
    turn(as_rosa, "see_what_i_checked", "on")
    (event,) = events(rosa)
    shown = Wording.objects.get(sha256=bytes(event.wording))
    assert (event.language, shown.language) == ("es", "es")


def test_03_turning_off_is_the_same_press_and_takes_what_was_derived_with_it(
    as_maya: Client, maya: Member
) -> None:
    turn(as_maya, "remember_choices", "on")
    turn(as_maya, "see_what_i_checked", "on")
    noticed(maya)
    guess(maya)
    page = turn(as_maya, "remember_choices", "off")
    assert "It is off for everyone now." in page
    assert "sure" not in page.lower()
    assert not Inference.objects.for_member(maya).exists()
    assert Activity.objects.own(maya).exists()  # the other switch still uses it
    turn(as_maya, "see_what_i_checked", "off")
    assert not Activity.objects.own(maya).exists()
    assert not asked(maya, *SEEN)


def test_03_off_costs_the_same_press_as_on(as_maya: Client) -> None:
    off = as_maya.get(ME).content.decode()
    on = turn(as_maya, "see_what_i_checked", "on")
    form = re.compile(r'<form[^>]*action="/me/choices/".*?</form>', re.DOTALL)
    shape = re.compile(r'value="[^"]*"|aria-checked="\w+"|>(On|Off)<')
    assert shape.sub("", form.search(off)[0]) == shape.sub("", form.search(on)[0])


def test_03_undo_brings_the_choice_and_what_was_deleted_back(as_maya: Client, maya: Member) -> None:
    turn(as_maya, "see_what_i_checked", "on")
    noticed(maya)
    page = turn(as_maya, "see_what_i_checked", "off")
    assert not Activity.objects.own(maya).exists()
    assert "We put it back as it was." in undo(as_maya, page)
    assert asked(maya, *SEEN)
    assert Activity.objects.own(maya).count() == 1
    assert [one.decision for one in events(maya)] == ["grant", "withdraw", "grant"]
    assert events(maya)[-1].through == "undo"


def test_03_undo_is_there_for_30_seconds_and_then_nothing_is_kept_for_it(
    as_maya: Client, maya: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = turn(as_maya, "see_what_i_checked", "on")
    assert f"You can undo this for {kept_for.SECONDS} seconds." in page
    assert kept_for.SECONDS == 30
    with monkeypatch.context() as later:
        later.setattr(kept_for, "SECONDS", 0)  # as when they have passed
        late = as_maya.post(CHOOSE, {"purpose": "improve_site", "turn": "on", "key": "late"})
    token = parse_qs(urlsplit(late.url).query)["done"][0]
    answer = as_maya.post(reverse("accounts:undo_create"), {"token": token}, follow=True)
    assert "It is too late to undo this." in answer.content.decode()
    assert is_on(maya, "improve_site", "activity")


def test_04_a_second_press_of_the_same_form_is_the_same_receipt(
    as_maya: Client, maya: Member
) -> None:
    typed = {"purpose": "see_what_i_checked", "turn": "on", "key": "one-form"}
    first, second = press(as_maya, CHOOSE, **typed), press(as_maya, CHOOSE, **typed)
    (event,) = events(maya)
    number = bytes(event.hash).hex()[:12]
    assert number in first
    assert number in second


def test_05_a_stale_tab_changes_only_what_its_own_press_names(
    as_maya: Client, maya: Member
) -> None:
    as_maya.get(ME)  # tab B, which shows everything off
    turn(as_maya, "see_what_i_checked", "on")  # tab A
    turn(as_maya, "help_after_check", "on")  # tab B, as it stood
    assert is_on(maya, *SEEN)
    assert {one.purpose for one in events(maya)} == {"see_what_i_checked", "help_after_check"}


def test_05_a_stale_tab_that_turns_on_what_is_on_changes_nothing(
    as_maya: Client, maya: Member
) -> None:
    turn(as_maya, "see_what_i_checked", "on")
    assert "It was like this already." in turn(as_maya, "see_what_i_checked", "on")
    assert len(events(maya)) == 1


def test_06_looking_and_leaving_decides_nothing(as_maya: Client, maya: Member) -> None:
    for address in (ME, reverse("accounts:history"), reverse("accounts:use_list")):
        as_maya.get(address)
    assert as_maya.get(CHOOSE).status_code == 405
    assert events(maya) == []


def test_07_everything_off_is_one_interaction_with_one_receipt(
    as_maya: Client, maya: Member
) -> None:
    for purpose in ("see_what_i_checked", "remember_choices", "improve_site"):
        turn(as_maya, purpose, "on")
    turn(as_maya, "other_services", "on", category="email")
    noticed(maya)
    before = len(events(maya))
    page = press(as_maya, reverse("accounts:choice_stop"), key="all")
    last = events(maya)[before:]
    assert {one.decision for one in last} == {"withdraw"}
    assert len({one.receipt for one in last}) == 1
    assert not any(switches(page)[name] for name in switches(page) if name != "service_messages")
    assert is_on(maya, "service_messages", "claims")
    undo(as_maya, page)
    assert is_on(maya, *SEEN)
    assert Activity.objects.own(maya).count() == 1


def test_07_there_is_no_way_to_turn_everything_on(as_maya: Client) -> None:
    page = as_maya.get(ME).content.decode().lower()
    assert "everything on" not in page
    assert "accept all" not in page


def test_08_a_pause_stops_all_that_is_optional_and_one_press_ends_it(
    as_maya: Client, maya: Member
) -> None:
    turn(as_maya, "see_what_i_checked", "on")
    noticed(maya)
    page = press(as_maya, reverse("accounts:pause_create"), key="1")
    assert "Paused since" in page
    assert "nothing about how you use this site" in page
    assert not asked(maya, *SEEN)
    assert asked(maya, "service_messages", "claims")
    maya.refresh_from_db()
    assert not maya.keeps_activity
    assert switches(page)["see_what_i_checked"]  # the switch stays where it was
    page = press(as_maya, reverse("accounts:pause_end"), key="2")
    assert "Paused since" not in page
    assert asked(maya, *SEEN)
    assert Activity.objects.own(maya).count() == 1
    assert [one.decision for one in events(maya)] == ["grant", "pause", "resume"]


@pytest.mark.parametrize("purpose", OPTIONAL)
@pytest.mark.parametrize("category", ["health", "unknown"])
def test_20_a_made_up_form_for_what_is_never_possible_is_refused_and_noted(
    as_maya: Client, maya: Member, purpose: str, category: str
) -> None:
    typed = {"purpose": purpose, "category": category, "turn": "on", "key": "x"}
    assert as_maya.post(CHOOSE, typed).status_code == 400
    assert events(maya) == []
    if PURPOSES[purpose].basis is not Basis.AUTHORIZATION:  # these need a signature
        (use,) = Use.objects.of(maya.subject)
        assert (use.reason, use.doing, use.allowed) == ("never", "decide", False)
        assert use.actor == maya.user


@pytest.mark.parametrize(
    "typed",
    [
        {"purpose": "plan", "turn": "off"},
        {"purpose": "nothing", "turn": "on"},
        {"purpose": "see_what_i_checked", "category": "nothing", "turn": "on"},
        {"purpose": "health_suggestions", "turn": "on"},
        {"turn": "on"},
    ],
)
def test_a_form_that_is_none_of_ours_changes_nothing(
    as_maya: Client, maya: Member, typed: dict[str, str]
) -> None:
    assert as_maya.post(CHOOSE, typed).status_code == 400
    assert events(maya) == []


def test_each_way_to_reach_somebody_has_its_own_switch(as_maya: Client, maya: Member) -> None:
    turn(as_maya, "other_services", "on", category="email")
    assert is_on(maya, "other_services", "email")
    assert not is_on(maya, "other_services", "text")


def test_the_history_says_what_was_decided_with_the_words_that_were_read(
    as_maya: Client, maya: Member
) -> None:
    nothing = as_maya.get(reverse("accounts:history")).content.decode()
    assert "You have not decided anything yet." in nothing
    march = dt.datetime(2026, 3, 3, 20, tzinfo=dt.UTC)
    paper = {"who": "paper", "through": "form", "screen": "paper", "language": "en", "key": "p"}
    decide(maya, {SEEN: True}, by=make.user(role=Role.PRIVACY_OFFICER), effective_at=march, **paper)
    turn(as_maya, "see_what_i_checked", "off")
    page = as_maya.get(reverse("accounts:history")).content.decode()
    assert page.index("You turned this off.") < page.index("You turned this on, on paper.")
    assert "Tuesday, March 3, 2pm" in page
    assert "We learned of it" in page
    assert str(PURPOSES["see_what_i_checked"].sentence) in page


def test_the_uses_are_told_in_words_the_refused_ones_too(
    as_maya: Client, maya: Member, sana
) -> None:
    with transaction.atomic():
        allows(maya, *SEEN, doing="opener", actor=sana)
    turn(as_maya, "see_what_i_checked", "on")
    with transaction.atomic():
        allows(maya, *SEEN, doing="opener", actor=sana)
    for address in (ME, reverse("accounts:use_list")):
        page = as_maya.get(address).content.decode()
        assert "Specialist: used it." in page
        assert "Specialist: could not use it." in page
        assert "This is off because nobody turned it on." in page
        assert "sana@" not in page


def test_nobody_reads_another_members_decisions(
    as_maya: Client, as_omar: Client, maya: Member
) -> None:
    turn(as_maya, "see_what_i_checked", "on")
    assert "You have not decided" in as_omar.get(reverse("accounts:history")).content.decode()
    assert not switches(as_omar.get(ME).content.decode())["see_what_i_checked"]


def test_a_choice_by_anybody_else_takes_what_was_derived_with_it_too(maya: Member) -> None:
    said = {"screen": "desk", "language": "en", "by": make.user(role=Role.PRIVACY_OFFICER)}
    decide(maya, {SEEN: True}, who="officer", through="form", key="1", **said)
    noticed(maya)
    decide(maya, {SEEN: False}, who="officer", through="form", key="2", **said)
    assert not Activity.objects.own(maya).exists()


def test_the_page_costs_the_same_after_a_thousand_decisions_and_uses(
    as_maya: Client, maya: Member
) -> None:
    pages = (ME, reverse("accounts:history"), reverse("accounts:use_list"))
    turn(as_maya, "see_what_i_checked", "on")
    few = [queries(as_maya, one) for one in pages]
    for one in range(60):
        turn(as_maya, "see_what_i_checked", "off" if one % 2 == 0 else "on")
    with transaction.atomic():
        for _one in range(60):
            allows(maya, *SEEN, doing="opener")
    many = [queries(as_maya, one) for one in pages]
    assert many == few
    assert max(many) < 15


def queries(browser: Client, address: str) -> int:
    browser.get(address)
    with CaptureQueriesContext(connection) as counted:
        assert browser.get(address).status_code == 200
    return len(counted)


def test_an_old_page_turns_off_again_and_never_on_again(as_maya: Client, maya: Member) -> None:
    """One page's key, pressed once more after another decision."""
    old = {"purpose": "service_messages", "key": uuid4().hex}
    press(as_maya, CHOOSE, turn="off", **old)
    turn(as_maya, "service_messages", "on")
    page = press(as_maya, CHOOSE, turn="off", **old)
    assert "It is off for everyone now." in page
    assert not is_on(maya, "service_messages", "claims")
    press(as_maya, CHOOSE, turn="on", **old)
    turn(as_maya, "service_messages", "off")
    page = press(as_maya, CHOOSE, turn="on", **old)
    assert "You changed this since then." in page
    assert "On since" not in page.partition('role="switch"')[0]
    assert not is_on(maya, "service_messages", "claims")


def test_a_pause_from_an_old_page_pauses(as_maya: Client, maya: Member) -> None:
    turn(as_maya, "remember_choices", "on")
    old = {"key": uuid4().hex}
    press(as_maya, reverse("accounts:pause_create"), **old)
    press(as_maya, reverse("accounts:pause_end"), key=uuid4().hex)
    assert is_on(maya, "remember_choices", "choices")
    press(as_maya, reverse("accounts:pause_create"), **old)
    assert not is_on(maya, "remember_choices", "choices")


def test_a_key_that_no_page_of_ours_gives_is_no_error_of_ours(
    as_maya: Client, maya: Member
) -> None:
    form = {"purpose": "service_messages", "turn": "off", "key": "a\0b"}
    assert as_maya.post(CHOOSE, form).status_code == 302
    assert not is_on(maya, "service_messages", "claims")
