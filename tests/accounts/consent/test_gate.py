"""The gate: missing means no, the answer explains itself, and each asking is a row."""

from collections import Counter

import pytest
from django.db import connection, transaction

from accounts.consent import NotInCatalogue, NotPossible, Reason, decide, pause, resume
from accounts.consent import standing as standing_of
from accounts.consent.catalogue import PURPOSES
from accounts.models import ConsentEvent, Use
from tests.accounts.consent import CHECKED, ask, turn


def test_what_nobody_chose_is_off_and_writes_the_refusal(maya, sana):
    verdict = ask(maya, actor=sana)
    assert (bool(verdict), verdict.reason, verdict.event) == (False, Reason.DEFAULT_OFF, None)
    use = Use.objects.of(maya.subject).get()
    assert (use.allowed, use.reason, use.actor, use.doing) == (False, "default_off", sana, "test")


def test_on_is_on_in_the_next_statement_and_names_the_row_it_relies_on(maya):
    receipt = turn(maya, True, "on")
    verdict = ask(maya)
    assert verdict
    assert (verdict.reason, verdict.event, verdict.wording) == (
        Reason.GRANTED,
        receipt.events[0].pk,
        1,
    )
    assert Use.objects.get().event_id == receipt.events[0].pk


def test_s12_of_many_each_is_asked_for_itself_and_the_reasons_add_up(maya, omar, rosa):
    turn(maya, True, "on")
    turn(omar, True, "on")
    turn(omar, False, "off")
    with transaction.atomic():
        sent = [ask(one) for one in (maya, omar, rosa) * 10]
    told = Counter(Use.objects.values_list("reason", flat=True))
    assert told == {"granted": 10, "withdrawn": 10, "default_off": 10}
    assert sum(map(bool, sent)) == told["granted"]


def test_s14_what_is_rolled_back_was_not_done_and_leaves_no_row(maya):
    """The use and what it was for are one transaction: docs/decisions.md says why."""
    turn(maya, True, "on")
    with transaction.atomic():
        assert ask(maya)
        transaction.set_rollback(True)
    assert not Use.objects.exists()


def test_off_is_off_again(maya):
    turn(maya, True, "on")
    turn(maya, False, "off")
    assert ask(maya).reason is Reason.WITHDRAWN


def test_the_same_key_twice_is_one_decision(maya):
    first, second = turn(maya, True, "once"), turn(maya, True, "once")
    assert second.repeated
    assert first.number == second.number
    assert ConsentEvent.objects.count() == 1


def test_what_changes_nothing_is_no_row(maya):
    assert turn(maya, False, "off").number is None
    turn(maya, True, "on")
    assert turn(maya, True, "on again").number is None
    assert ConsentEvent.objects.count() == 1


def test_a_pause_stops_what_is_optional_and_keeps_the_switches(maya):
    said = {"by": maya.user, "screen": "settings", "language": "en"}
    turn(maya, True, "on")
    pause(maya, key="pause", **said)
    assert ask(maya).reason is Reason.PAUSED
    assert standing_of(maya)[CHECKED].chosen
    assert ask(maya, ("plan", "claims"))
    assert ask(maya, ("service_messages", "claims"))
    resume(maya, key="go on", **said)
    assert ask(maya)


def test_what_is_never_possible_is_refused_to_whoever_tries(maya):
    with pytest.raises(NotPossible):
        turn(maya, True, "crafted", ("see_what_i_checked", "health"))
    with pytest.raises(NotPossible):
        turn(maya, False, "crafted", ("plan", "claims"))
    assert ask(maya, ("care_reminders", "unknown")).reason is Reason.NEVER


def test_a_name_that_the_catalogue_lacks_is_a_mistake_in_the_code(maya):
    with pytest.raises(NotInCatalogue):
        ask(maya, ("marketing", "claims"))
    with pytest.raises(NotInCatalogue):
        decide(maya, {("plan", "shoes"): True}, by=None, screen="", language="en", key="k")


def test_a_database_that_fails_means_no(maya):
    turn(maya, True, "on")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("ALTER FUNCTION accounts_consent_stand RENAME TO gone")
        assert ask(maya).reason is Reason.UNAVAILABLE
        transaction.set_rollback(True)


@pytest.mark.django_db(transaction=True)
def test_the_gate_is_asked_in_the_transaction_of_the_use(maya):
    with pytest.raises(transaction.TransactionManagementError):
        ask(maya)


def test_every_optional_switch_is_off_and_every_locked_one_on(maya):
    for (purpose, _category), stands in standing_of(maya).items():
        assert stands.allowed == PURPOSES[purpose].default
    assert not ConsentEvent.objects.exists()
