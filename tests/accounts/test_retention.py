"""How long things are kept: every table has a rule, and people can read it."""

from typing import Any

import pytest
from django.test import Client
from msgspec.structs import replace

from accounts.models import Member
from accounts.retention import RULES, Asked
from accounts.retention.complete import problems
from accounts.retention.words import how_long, kept_groups
from accounts.rights.sweeping import sweep_all
from tests import make


def test_every_table_has_a_rule_that_holds() -> None:
    assert problems() == []


def test_whoever_forgets_a_table_reads_what_to_write_and_where() -> None:
    rules = {label: rule for label, rule in RULES.items() if label != "claims.Feedback"}
    [sentence] = problems(rules)
    assert "claims.Feedback has no rule of retention" in sentence
    assert "accounts/retention/rules_of_claims.py" in sentence


@pytest.mark.parametrize(
    ("label", "change", "words"),
    [
        ("claims.Feedback", {"owner": "", "nobody": "x"}, "its member leads to a member"),
        ("claims.Feedback", {"owner": "subject_id"}, "leads to the member, and it does not"),
        ("claims.Feedback", {"nobody": "x"}, "and not both"),
        ("claims.Feedback", {"days": None, "since": ""}, "says no time"),
        ("claims.Feedback", {"since": "given_on"}, "looks up given_on, which leads nowhere"),
        ("claims.Feedback", {"law": "whim"}, "'whim'"),
        ("claims.Feedback", {"provided": ("answer",)}, "names answer"),
        ("claims.Feedback", {"blank": {"question": ""}}, "blanks nothing"),
        ("claims.ClaimEvent", {"owner": "", "nobody": "x"}, "its claim leads to a member"),
        ("claims.Order", {"asked": Asked.GOES, "blank": {}}, "rows of claims.Promise"),
    ],
)
def test_a_rule_that_is_not_so_is_told(label: str, change: dict[str, Any], words: str) -> None:
    found = problems(RULES | {label: replace(RULES[label], **change)})
    assert any(words in sentence and label in sentence for sentence in found), found


def test_a_rule_for_a_table_that_is_gone_is_told() -> None:
    gone = replace(RULES["claims.Feedback"], model="claims.Gone")
    assert problems(RULES | {"claims.Gone": gone}) == [
        "claims.Gone has a rule of retention and is no table. Remove its rule."
    ]


def test_times_are_said_in_whole_years() -> None:
    rule = RULES["claims.Feedback"]
    said = {days: how_long(replace(rule, days=days)) for days in (0, 1, 14, 365, 730, 2557, 3653)}
    assert list(said.values()) == [
        "Until it ends",
        "1 day",
        "14 days",
        "1 year",
        "2 years",
        "7 years",
        "10 years",
    ]


def test_a_member_reads_of_every_table_about_them_how_long_and_why(as_maya: Client) -> None:
    page = as_maya.get("/keeping/").content.decode()
    for group in kept_groups(of_members=True):
        for kept in group.kept:
            assert kept.what in page
    assert "10 years" in page
    assert "42 CFR 422.504" in page
    assert "Files that we took in" not in page


def test_an_officer_reads_of_the_other_tables_too(as_nadia: Client) -> None:
    assert "Files that we took in" in as_nadia.get("/keeping/").content.decode()


def test_an_officer_reads_what_the_last_clearing_did(
    as_nadia: Client, as_maya: Client, maya: Member
) -> None:
    assert "Last cleared" not in as_nadia.get("/keeping/").content.decode()
    asked = make.call_request(maya)
    type(asked).objects.filter(pk=asked.pk).update(asked_at=make.now() - 800 * make.DAY)
    sweep_all(make.now() - make.DAY)
    sweep_all(make.now())
    page = as_nadia.get("/keeping/").content.decode()
    assert "Last cleared" in page
    assert ": 0 entries deleted." in page
    assert "1 entry deleted." not in page  # that was the night before
    assert "Last cleared" not in as_maya.get("/keeping/").content.decode()


def test_the_page_is_found_from_the_members_settings(as_maya: Client, maya: Member) -> None:
    assert 'href="/keeping/"' in as_maya.get("/you/").content.decode()
