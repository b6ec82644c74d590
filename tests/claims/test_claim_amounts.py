"""The money a member reads: each cent of a bill once, and never less than nothing billed."""

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from claims.answers.words import plain
from claims.facts import Adjustment, Amounts, ClaimState, ClaimUse, Line
from tests.claims.cases import answer, claim, day, happening, line, words

PARTS = ("written_off", "other_payer_paid", "plan_paid", "deductible", "copay", "coinsurance")
CENTS = st.integers(0, 2_000_00)
#: Rows that show a total again.
TOTALS = ("Amount billed", "Our agreed price", "You may owe")
SHARES = (
    "Your share: deductible",
    "Your share: copay",
    "Your share: coinsurance",
    "The rest of your share",
    "Not covered",
)
DO_NOT_ADD_UP = "These amounts do not add up. Ask us before you pay a bill."


def cents(amount: str) -> int:
    return int(plain(amount).replace("$", "").replace(",", "").replace(".", ""))


def printed(amounts: Amounts):
    """The rows of the money table in cents, and what is noted below it."""
    found = answer(claim(ClaimState.PAID, said={"amounts": amounts}))
    return {row.label: cents(row.amount) for row in found.sums}, found.sums_note


@settings(max_examples=200, deadline=None)
@given(
    parts=st.fixed_dictionaries(dict.fromkeys((*PARTS, "not_covered", "unexplained"), CENTS)),
    says_not_covered_of_all=st.booleans(),
)
def test_the_rows_add_up_to_the_bill_whenever_all_amounts_are_stated(
    parts, says_not_covered_of_all
):
    billed = sum(parts.values())
    unexplained = parts.pop("unexplained")
    owes = sum(parts[name] for name in ("deductible", "copay", "coinsurance", "not_covered"))
    if says_not_covered_of_all:  # as some systems do: all that the plan did not pay
        parts["not_covered"] = billed - parts["plan_paid"]
    rows, _notes = printed(Amounts(billed=billed, member_owes=owes, **parts))
    assert rows["You may owe"] == owes
    parts_of_it = sum(part for label, part in rows.items() if label not in TOTALS)
    owed_alone = 0 if any(label in rows for label in SHARES) else owes
    assert parts_of_it + owed_alone == billed
    assert rows.get("Other parts of the bill", 0) == unexplained


@settings(max_examples=200, deadline=None)
@given(amounts=st.tuples(CENTS, CENTS, CENTS, CENTS))
def test_parts_that_are_more_than_the_bill_are_said_not_to_add_up(amounts):
    billed, plan_paid, owes, written_off = amounts
    assume(billed < plan_paid + owes + written_off)
    _rows, notes = printed(
        Amounts(billed=billed, plan_paid=plan_paid, member_owes=owes, written_off=written_off)
    )
    assert notes == (DO_NOT_ADD_UP,)


def test_a_bill_that_was_wholly_taken_off_is_not_also_not_covered():
    rows, _notes = printed(
        Amounts(billed=98_00, plan_paid=0, member_owes=0, written_off=98_00, not_covered=98_00)
    )
    assert rows["Taken off the bill"] == 98_00
    assert "Not covered" not in rows


def test_a_payment_at_the_visit_counts_once():
    inside, _notes = printed(
        Amounts(billed=100_00, plan_paid=80_00, member_owes=20_00, paid_by_member=20_00)
    )
    apart, notes = printed(
        Amounts(billed=100_00, plan_paid=80_00, member_owes=5_00, paid_by_member=15_00)
    )
    assert "Other parts of the bill" not in inside | apart
    assert DO_NOT_ADD_UP not in notes


def test_the_rest_of_a_share_is_named_beside_the_part_that_is_known():
    rows, _notes = printed(Amounts(billed=60_00, plan_paid=0, member_owes=60_00, copay=20_00))
    assert (rows["Your share: copay"], rows["The rest of your share"]) == (20_00, 40_00)
    alone, _notes = printed(Amounts(billed=60_00, plan_paid=0, member_owes=60_00))
    assert "The rest of your share" not in alone


def reversal():
    taken = Amounts(billed=-400_00, plan_paid=-300_00)
    said = {"amounts": taken, "lines": (Line(number=1, description="Injection", amounts=taken),)}
    return answer(claim(ClaimState.REVERSED, said=said))


def test_what_was_taken_back_is_told_as_the_amount_it_was():
    found = reversal()
    assert "-$" not in words(found)
    claimed = {fact.label: plain(fact.value) for fact in found.details}
    assert claimed["Amount claimed before we took it back"] == "$400.00"
    assert "Amount claimed" not in claimed
    assert found.lines == ()
    assert found.groups[0].heading == "Each service"


def test_services_without_amounts_show_what_was_decided_and_no_money():
    lines = (
        Line(number=1, description="Nurse, 12 visits", review_action="A1"),
        Line(number=2, description="Nurse, 8 more", review_action="A3"),
        Line(number=3, description="Inhaler", review_action="A6"),
    )
    asked = claim(ClaimState.PARTLY_APPROVED, said={"lines": lines}, use=ClaimUse.PREAUTHORIZATION)
    found = answer(asked)
    assert found.lines == ()
    services = next(group for group in found.groups if group.heading == "Each service")
    assert [plain(fact.value) for fact in services.facts] == [
        "Approved.",
        "Not approved.",
        "Approved with changes. Ask us what changed.",
    ]
    paid = claim(ClaimState.PAID, said={"lines": (line(1, 50_00, 0, Adjustment("PR", "1")),)})
    assert len(answer(paid).lines) == 1


def test_a_correction_tells_which_day_of_receipt_is_whose():
    first = happening(
        ClaimState.RECEIVED, effective_on=day("2026-02-20"), received_on=day("2026-02-20")
    )
    facts = claim(ClaimState.IN_PROCESS, received_on=day("2026-03-08"))
    found = answer(replace(facts, history=(facts.current, first)))
    assert plain(found.steps[0].text) == "We received the newest version"
    assert plain(found.steps[0].when) == "Sunday, March 8"
    assert plain(found.timeline[-1].text) == "We received a newer version on Sunday, March 8."
