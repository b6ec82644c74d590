"""What Daniel owes, why, until when; what is disputed; what others still have to pay."""

from tests.browser.conftest import Site, Visit


def test_a_balance_says_what_is_due_why_and_what_is_not(
    site: Site, visit: Visit, scripts: bool
) -> None:
    daniel = visit("daniel", scripts=scripts)
    daniel.open("/", title="Home")
    daniel.sees("You owe $90.00. Pay by Sunday, March 22.")
    daniel.open("/balances/", title="balance")
    daniel.go(daniel.link("Hudson Family Medicine"))
    daniel.sees(
        "You owe $90.00. Pay by Sunday, March 22.",
        "If it is not paid by Sunday, March 22, there is a late fee of $15.00 on top.",
        "We are checking $65.00. You do not have to pay it while we check.",
        "Why you owe this",
        "Office visit and vaccine",
        "I think this is wrong",
        "Spread the cost",
        "It does not change your care or your coverage.",
        "Balance over time",
    )
    daniel.never_sees("immediately", "final notice")


def test_the_sentence_the_chart_and_the_numbers_agree(site: Site, visit: Visit) -> None:
    daniel = visit("daniel")
    daniel.open("/balances/")
    daniel.go(daniel.link("Hudson Family Medicine"))
    numbers = daniel.page.get_by_text("Show the numbers")
    numbers.click()
    now = daniel.page.locator("details[open] tbody tr").first
    assert "$155.00" in now.inner_text()
    daniel.sees("It is $155.00 now.")
    daniel.check()


def test_what_an_insurer_still_has_to_pay_is_not_due(site: Site, visit: Visit) -> None:
    ellen = visit("ellen")
    ellen.open("/balances/")
    ellen.go(ellen.link("Harbor Eye Surgeons"))
    ellen.sees("You do not owe anything now.", "Do not pay $220.00 yet")


def test_credit_is_told_as_credit(site: Site, visit: Visit) -> None:
    sam = visit("sam")
    sam.open("/balances/")
    sam.go(sam.link("Desert Counseling"))
    sam.sees("You have $25.50 in credit.")
