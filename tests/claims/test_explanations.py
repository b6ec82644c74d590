"""Codes become our own words: the most specific row wins, and nothing known is left out."""

import re

import pytest

from claims.explanations import status_codes
from claims.explanations.documents import in_words
from claims.explanations.reason import Appeal, Does
from claims.explanations.reasons import REASONS, explain, owes
from claims.explanations.states import STATES
from claims.explanations.statuses import (
    CATEGORIES,
    REMITTANCE,
    REVIEW_ACTIONS,
    review_action,
)
from claims.facts import ClaimState, Program, WaitingFor

# research/claims.md 1.5 and 1.6: what must have a row from the first day.
KNOWN = (
    "1 2 3 4 5 6 7 8 11 16 18 22 23 24 26 27 29 31 32 33 34 38 39 42 44 45 49 50 55 56 58 59 90 "
    "91 94 96 97 100 101 104 109 119 131 144 149 150 151 163 164 165 167 170 177 185 187 193 197 "
    "198 200 204 226 227 236 242 243 251 252 253 288 A1 A2 A7 B7 B11"
)


@pytest.mark.parametrize("carc", KNOWN.split())
def test_every_code_of_the_first_day_has_a_row_for_each_group(carc):
    for group in ("CO", "PR", "OA", "PI", "CR", ""):
        assert explain(group, carc) is not None


def test_the_row_that_matches_most_columns_wins():
    assert explain("CO", "16").id == "missing-something"
    assert explain("PR", "16").id == "missing-something-yours"
    assert explain("CO", "16", ("MA130",)).id == "could-not-process"
    assert explain("PR", "204", (), Program.PART_D).id == "not-covered-part-d"
    assert explain("PR", "204", (), Program.ERISA_SELF).id == "not-covered"


def test_the_group_decides_who_owes():
    assert owes("CO", explain("CO", "97")) == "You owe $0 for this part."
    assert owes("PR", explain("PR", "97")) == "You may owe this part."
    assert owes("", None).startswith("Our claims system does not say")


def test_a_code_nobody_knows_has_no_row():
    assert explain("PR", "X77") is None


def test_an_appeal_is_offered_where_it_helps():
    assert explain("CO", "50").appeal is Appeal.FULL
    assert explain("CO", "50").urgent
    assert explain("PR", "29").appeal is Appeal.FULL
    assert explain("CO", "29").appeal is Appeal.SMALL
    assert explain("PR", "22").does is Does.COVERAGE
    assert explain("PR", "193").next_level


def test_every_row_has_a_name_of_its_own():
    names = [reason.name for reason in REASONS]
    assert len(set(names)) == len(names)


def test_our_sentences_are_short_active_and_whole():
    for reason in REASONS:
        for text in filter(None, (reason.because, reason.what_next, reason.owes)):
            assert text[0].isupper(), text
            assert text.endswith("."), text
            for sentence in re.split(r"(?<=\.) ", text):
                assert len(sentence.split()) <= 20, sentence


def test_every_state_has_words():
    assert set(STATES) == set(ClaimState)


def test_a_front_end_rejection_is_not_a_refusal():
    for code in ("A3", "A6", "A7", "A8"):
        assert CATEGORIES[code].state is ClaimState.REJECTED_FRONT_END
        assert CATEGORIES[code].waiting_for is WaitingFor.PROVIDER
    assert CATEGORIES["F2"].state is ClaimState.DENIED
    assert CATEGORIES["F4"].state is ClaimState.FINALIZED_NO_PAYMENT
    assert CATEGORIES["E0"].keeps_state
    assert CATEGORIES["R16"].state is ClaimState.PENDED_INFO


def test_a_processed_remittance_is_decided_by_its_amounts():
    assert REMITTANCE["1"].derive
    assert REMITTANCE["4"].state is ClaimState.DENIED
    assert REMITTANCE["22"].state is ClaimState.REVERSED


def test_a_review_action_nobody_knows_is_still_in_review():
    assert review_action("PENDEDCODE").state is ClaimState.IN_PROCESS
    assert REVIEW_ACTIONS["A3"].state is ClaimState.DENIED


def test_a_claim_status_borrows_the_reason_that_says_the_same():
    assert status_codes.reason("277:F2:88:QC").id == "not-eligible"
    assert status_codes.reason("277:F2:88:85").id == "provider-not-eligible"
    assert status_codes.reason("277:A7:21 A7:33").id == "not-matched"
    assert status_codes.reason("277:A7:562:85").id == "missing-something"
    assert status_codes.reason("277:A7:9999") is None
    assert status_codes.reason("835:4") is None


def test_what_a_claim_status_asks_for_has_words():
    assert in_words(status_codes.wanted("277:P3:317")) == "the medical record"
    assert (
        in_words(status_codes.wanted("277:P3:297 P3:300")) == "the visit notes and the lab results"
    )
    assert status_codes.wanted("277:P3:9999") == ""
    assert status_codes.without_words("277:P3:317 P3:9999") == ("9999",)


def test_every_status_borrows_a_reason_that_is_there():
    same = (status_codes.SAME_AS, status_codes.SAME_AS_OF_MEMBER, status_codes.SAME_AS_OF_PROVIDER)
    for carc in {carc for table in same for carc in table.values()}:
        assert explain("", carc) is not None, carc
