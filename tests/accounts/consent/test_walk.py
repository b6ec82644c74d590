"""Every address, task and command, with everything optional off and things to find planted.

The tripwire lies on every query of these tests; here nothing planted may come out either.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command, get_commands
from django.db import transaction
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse

from accounts.consent import decide, standing
from accounts.consent.catalogue import PURPOSES
from accounts.models import Activity, Member, Preference, Use, User
from outreach import drafts, talk
from outreach.models import Draft, Message
from portal.celery import app
from tests import make
from tests.test_access import GONE, IN, NO, TABLE, UNSIGNED, WHO, Row, browsers_of, one_of_each

DAY = dt.date(2019, 3, 7)
CANARIES = (
    *("zebra canary", "2019-03-07", "March 7", "7 de marzo"),
    # What is said of activity of these days, which has no other word of its own:
    *("Checked in the last two weeks", "Are you calling about", "Because: they checked"),
)
#: What members see of their own, and who helps them with that: no purpose, so no consent.
THEIRS = ("maya",)
#: One page each for whoever gets them; `tests.test_access` asks everybody who that is.
REFUSALS = (IN, NO, GONE, UNSIGNED)
#: Commands and how to call them; None with a reason beside it is not called.
COMMANDS: dict[str, list[str] | None] = {
    "build_estimates": [],
    "ci": None,  # runs this very test
    "database_role": None,  # gives rights in the database, and reads no row
    "deadlines": None,  # reckons for staff at a terminal; reads nothing remembered
    "demo": None,  # makes people up
    "evaluate_dates": None,  # reads a file of cases, and no member
    "export_answers": None,  # writes what members sent to the plan that asked, for that plan
    "export_consent": None,  # writes the ledger for a verifier, which names nobody
    "guard": None,  # reads the catalogue of the database, and no member
    "import": None,  # reads a file; its tests lie under the same tripwire
    "messages": None,  # knows no database
    "parent": None,  # writes down who is whose parent, and reads nothing of them
    "run": None,  # starts servers, whose addresses and tasks are walked here
    "seal": None,  # hashes of the ledger
    "source": None,  # makes or changes a source; knows no member
    "synthesise": None,  # writes a file of made-up cases
    "verify_consent": None,  # reads an export
    "webhook_events": [],
    "webhook_key": None,  # makes a secret
}
DRAFTS_OPEN = ("outreach:opener_detail",)
"""Pages that are told the name of the draft that was taken in."""

OURS = ("accounts", "claims", "outreach", "portal")


@pytest.fixture
def planted(maya: Member, sana: User, nadia: User, settings: Any) -> dict[str, Any]:
    """Everything is off, and what could be found is there all the same; also a call that was begun
    while it was on, and what a tool drafted of it, taken in below what was typed."""
    settings.DRAFTER = "outreach.drafting.extract.draft"
    things = one_of_each(maya, sana, nadia)
    check(maya, things)
    talk.verify(things["call"], ["name", "number"], actor=sana)
    on = [
        key for key, one in standing(maya).items() if one.allowed and not PURPOSES[key[0]].default
    ]
    off = dict.fromkeys(on, False)
    decide(maya, off, by=maya.user, screen="test", language="en", key="all off")
    check(maya, things)
    Preference.objects.create(
        member=maya, about="careful", words="zebra canary", told_at=dt.datetime.now(dt.UTC)
    )
    draft = Draft.objects.create(
        call=things["call"],
        origin=Draft.Origin.CALL,
        lines=[{"kind": "told_us", "text": "zebra canary", "owner": "", "due_on": None}],
        digest="0" * 64,
        made_at=make.now(),
    )
    things["call"].refresh_from_db()
    drafts.keep_typed(things["call"], sana, drafts.with_lines({}, draft))
    return things | {"last_use": Use.objects.latest("pk").pk}


def check(maya: Member, things: dict[str, Any]) -> None:
    for thing in (things["claim"].pk, things["order"].pk, uuid4()):
        for day in (DAY, make.now().date(), make.now().date() - make.DAY):
            Activity.objects.create(member=maya, kind="claim", thing=thing, day=day)


def answers(browser: Client, name: str, row: Row, things: dict[str, Any]) -> HttpResponseBase:
    """What somebody gets; nothing that they changed stays for who comes next."""
    cache.clear()
    address = reverse(name, args=row.path(things) if row.path else [])
    if name in DRAFTS_OPEN:
        address = f"{address}?draft={Draft.objects.get(origin=Draft.Origin.CALL).pk}"
    with transaction.atomic():
        answer = browser.get(address) if row.typed is None else browser.post(address, row.typed)
        content = b"".join(answer) if answer.streaming else answer.content
        transaction.set_rollback(True)
    answer.walked = content.decode(errors="replace") + str(answer.headers)
    return answer


def walkers(row: Row) -> Iterator[str]:
    """Whoever gets something at an address, and one of those who are refused alike."""
    refused: set[int | str] = set()
    for who, answer in zip(WHO, row.answers, strict=True):
        if who not in THEIRS and answer not in refused:
            yield who
        if answer in REFUSALS:
            refused.add(answer)


def found(text: str) -> list[str]:
    return [canary for canary in CANARIES if canary in text]


def test_no_address_gives_away_what_is_remembered_while_it_is_off(
    planted: dict[str, Any],
    maya: Member,
    omar: Member,
    sana: User,
    ruth: User,
    nadia: User,
    otto: User,
    settings: Any,
) -> None:
    settings.PORTAL_DEMO = False
    browsers = browsers_of(maya.user, omar.user, sana, ruth, nadia, otto)
    given_away = [
        (name, who, canaries)
        for name, row in TABLE.items()
        for who in walkers(row)
        if (canaries := found(answers(browsers[who], name, row, planted).walked))
    ]
    assert given_away == []


def test_with_everything_on_the_walk_would_find_each_of_them(
    as_sana: Client, planted: dict[str, Any], maya: Member
) -> None:
    """So that it is no walk through pages that show nothing anyway."""
    optional = ("see_what_i_checked", "remember_choices", "draft_summaries")
    on = {(key, one): True for key in optional for one in PURPOSES[key].categories}
    decide(maya, on, by=maya.user, screen="test", language="en", key="all on")
    page = answers(as_sana, "outreach:call_detail", TABLE["outreach:call_detail"], planted).walked
    assert "Checked in the last two weeks" in page
    assert page.count("zebra canary") == 2  # what they told us, and the draft


def test_members_themselves_see_what_they_told_us(
    as_maya: Client,
    planted: dict[str, Any],
) -> None:
    row = TABLE["accounts:persona"]
    assert "zebra canary" in found(answers(as_maya, "accounts:persona", row, planted).walked)


def our_tasks() -> Iterator[str]:
    app.loader.import_default_modules()
    return (name for name in sorted(app.tasks) if name.startswith(OURS))


def test_no_task_does_anything_with_what_is_remembered_while_it_is_off(
    planted: dict[str, Any], maya: Member, settings: Any
) -> None:
    settings.PORTAL_DEMO = False
    names = list(our_tasks())
    assert len(names) > 10
    for name in names:
        app.tasks[name].apply(throw=True)
    nothing_was_said(maya, planted)


def test_no_command_does_either(planted: dict[str, Any], maya: Member, capsys: Any) -> None:
    ours = {name for name, module in get_commands().items() if module in OURS}
    assert ours == set(COMMANDS), "say in COMMANDS how this test calls a new command"
    for name, how in COMMANDS.items():
        if how is not None:
            call_command(name, *how)
    assert found(capsys.readouterr().out) == []
    nothing_was_said(maya, planted)


def nothing_was_said(maya: Member, planted: dict[str, Any]) -> None:
    """No letter, message or use of what is off; what the law asks for may have been sent."""
    letters = "".join(f"{one.subject} {one.body}" for one in mail.outbox)
    assert found(letters + str(list(Message.objects.values()))) == []
    used = Use.objects.filter(subject=maya.subject, allowed=True, pk__gt=planted["last_use"])
    assert {use.purpose for use in used} <= {key for key, one in PURPOSES.items() if one.default}
