"""Scenarios 1 to 8, 20, 25, 26 and 31 of the research on consent: giving and withdrawing."""

import datetime as dt
import hashlib

import pytest
from django.db import transaction

from accounts.clock import now
from accounts.consent import NotPossible, Reason, as_of, decide, pause, standing
from accounts.consent.browser_signal import honor
from accounts.consent.catalogue import GUARDED, PURPOSES, Basis
from accounts.models import ConsentEvent, Use, Wording
from tests.accounts.consent import CHECKED, SHARED, ask, days, turn

HELP = ("help_after_check", "activity")
SITE = ("improve_site", "activity")


def said(member, key):
    return {"by": member.user, "screen": "settings", "language": member.language, "key": key}


def test_s01_a_new_members_optional_switches_are_off_and_nothing_is_written(maya):
    for (purpose, _category), stands in standing(maya).items():
        optional = PURPOSES[purpose].basis is not Basis.CONTRACT
        assert stands.allowed is not optional
    assert not ConsentEvent.objects.exists()
    assert ask(maya).reason is Reason.DEFAULT_OFF


def test_s02_turning_on_is_one_row_that_names_what_was_shown(rosa):
    receipt = turn(rosa, True, "k", language="es")
    [event] = receipt.events
    shown = Wording.objects.get(purpose="see_what_i_checked", version=1, language="es")
    assert "especialista" in shown.text
    assert bytes(event.wording) == hashlib.sha256(shown.text.encode()).digest()
    assert (event.language, event.through, event.who) == ("es", "switch", "member")
    assert (event.by, event.screen) == (rosa.user_id, "settings")
    assert receipt.number == event.receipt
    assert receipt.short == bytes(event.hash).hex()[:12]
    assert ask(rosa)


def test_s03_turning_off_takes_effect_at_once(maya):
    turn(maya, True, "on")
    event = turn(maya, False, "off").events[0]
    assert event.decision == "withdraw"
    assert (ask(maya).reason, ask(maya).event) == (Reason.WITHDRAWN, event.pk)


def test_s04_a_form_sent_twice_is_one_row_and_one_receipt(maya):
    first, again = turn(maya, True, "form 1"), turn(maya, True, "form 1")
    assert (first.number, again.repeated) == (again.number, True)
    assert ConsentEvent.objects.count() == 1


def test_s05_a_stale_tab_changes_only_what_it_sends(maya):
    turn(maya, True, "tab A")
    decide(maya, {SITE: True}, **said(maya, "tab B"))
    stands = standing(maya)
    assert stands[CHECKED].allowed
    assert stands[SITE].allowed


def test_s06_who_only_looks_has_decided_nothing(maya):
    standing(maya)
    assert not ConsentEvent.objects.exists()
    assert not Use.objects.exists()


def test_s07_all_off_is_one_interaction_with_a_row_for_each(maya):
    decide(maya, {CHECKED: True, HELP: True, SITE: True}, **said(maya, "on"))
    stands = standing(maya).items()
    on = [key for key, one in stands if one.chosen and PURPOSES[key[0]].basis is Basis.CONSENT]
    receipt = decide(maya, dict.fromkeys(on, False), through="all_off", **said(maya, "off"))
    assert {event.decision for event in receipt.events} == {"withdraw"}
    assert len(receipt.events) == 3
    assert len({event.receipt for event in receipt.events}) == 1


def test_s08_a_pause_lasts_until_the_member_ends_it(maya, settings):
    turn(maya, True, "on")
    pause(maya, **said(maya, "pause"))
    assert ask(maya).reason is Reason.PAUSED
    settings.PORTAL_NOW = now() + days(60)
    assert ask(maya).reason is Reason.PAUSED


@pytest.mark.parametrize("purpose", [key for key, one in PURPOSES.items() if not one.locked])
@pytest.mark.django_db(transaction=True)
def test_s20_a_crafted_yes_to_guarded_information_is_refused_and_kept_for_the_officer(
    maya, purpose
):
    never = PURPOSES[purpose].never
    assert never >= GUARDED - {"health"} or purpose == "service_messages"
    for category in never:
        with pytest.raises(NotPossible):
            turn(maya, True, "crafted", (purpose, category))
        with transaction.atomic():
            assert ask(maya, (purpose, category)).reason is Reason.NEVER
    assert Use.objects.filter(doing="decide", reason="never").count() == len(never)
    assert not ConsentEvent.objects.exists()


def test_s25_a_browsers_signal_turns_sharing_off_once_and_wins_over_an_earlier_yes(maya):
    turn(maya, True, "on", SHARED)
    assert len(honor(maya, screen="/", key="visit 1").events) == 2
    assert not honor(maya, screen="/", key="visit 2").events
    assert ask(maya, SHARED).reason is Reason.SIGNAL
    assert ConsentEvent.objects.filter(who="signal", through="gpc", by=None).count() == 2
    turn(maya, True, "yes, I mean it", SHARED)
    honor(maya, screen="/", key="visit 3")
    assert ask(maya, SHARED)


def test_s26_without_the_signal_from_another_browser_sharing_stays_off(maya):
    honor(maya, screen="/", key="visit 1")
    assert ask(maya, SHARED).reason is Reason.SIGNAL
    assert not standing(maya)[SHARED].chosen


def test_s31_what_was_known_then_and_what_was_meant_then_are_two_answers(maya):
    signed = now() - days(9)
    before = now()
    turn(maya, True, "form", SHARED, who="paper", through="paper", effective_at=signed)
    between = signed + days(2)
    assert not as_of(maya, between)[SHARED].allowed
    assert as_of(maya, between, clock="effective")[SHARED].allowed
    assert not as_of(maya, before)[SHARED].allowed
    assert as_of(maya, now() + dt.timedelta(minutes=1))[SHARED].allowed
    assert not as_of(maya, signed - days(1), clock="effective")[SHARED].allowed


def test_a_paper_that_comes_after_a_newer_no_is_kept_and_changes_nothing(maya):
    turn(maya, True, "on", SHARED)
    turn(maya, False, "off", SHARED)
    receipt = turn(
        maya, True, "letter", SHARED, who="paper", through="paper", effective_at=now() - days(30)
    )
    assert [event.decision for event in receipt.events] == ["grant", "withdraw"]
    assert ask(maya, SHARED).reason is Reason.WITHDRAWN
    assert as_of(maya, now() - days(5), clock="effective")[SHARED].allowed
    assert turn(maya, True, "letter", SHARED).number == receipt.number


def test_nothing_guarded_can_be_decided_by_any_purpose_but_the_one_that_is_signed():
    uses = {
        key
        for key, one in PURPOSES.items()
        if GUARDED.intersection(one.categories) - one.never and one.basis is not Basis.CONTRACT
    }
    assert uses == {"health_suggestions"}
    assert PURPOSES["health_suggestions"].categories == ("health",)
    assert PURPOSES["health_suggestions"].expiry == 12
