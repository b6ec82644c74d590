"""What Daniel owes, why, until when; what is disputed; what others still have to pay."""

from tests.browser.conftest import TUESDAY_NIGHT, Site, Visit


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


def test_j9_daniel_questions_an_item_pays_the_rest_by_a_plan_and_pays_a_part(
    server: Site, visit: Visit, scripts: bool
) -> None:
    server.stop_clock(TUESDAY_NIGHT, "daniel")
    daniel = visit("daniel", scripts=scripts)
    daniel.open("/", title="Home")
    daniel.sees("You owe $90.00. Pay by Sunday, March 22.")
    daniel.open("/balances/")
    daniel.go(daniel.link("Hudson Family Medicine"))
    daniel.go(daniel.link("$65.00"), title="What you said is wrong")
    daniel.sees("We are checking “Missed appointment”.", "at the latest.")
    daniel.go(daniel.link("Take this back"))
    daniel.go(daniel.button("Yes, take it back"))
    daniel.go(daniel.link("Go to your balance"))
    daniel.sees("You owe $155.00.", "What we found")
    daniel.go(daniel.link("Tell us what is wrong"), title="I think this is wrong")
    daniel.go(daniel.button("Send it"), title="Error")
    daniel.sees("Choose what is wrong.")
    daniel.page.get_by_label("Missed appointment: $65.00").check()
    daniel.page.get_by_label("I did not get this").check()
    daniel.page.get_by_label("Tell us more").fill("I moved this appointment.")
    daniel.go(daniel.button("Send it"), title="What you said is wrong")
    daniel.go(daniel.link("Go to your balance"))
    daniel.sees("You owe $90.00. Pay by Sunday, March 22.", "You can pay in up to 12 months.")
    daniel.go(daniel.link("Set up a plan"))
    daniel.page.get_by_label("In how many months").select_option("4")
    daniel.page.get_by_label("On which day").fill("2026-03-31")
    daniel.go(daniel.button("Show me the terms"))
    daniel.sees("You pay $90.00 in 4 payments", "In a shorter month you pay on its last day.")
    daniel.go(daniel.button("I agree to this plan"), title="Your payment plan")
    daniel.sees("Thursday, April 30", "$22.50")
    daniel.open("/", title="Home")
    daniel.sees("Your plan: pay $22.50 by Tuesday, March 31.")
    daniel.open("/balances/")
    daniel.go(daniel.link("Hudson Family Medicine"))
    daniel.never_sees("immediately", "final notice")
    daniel.go(daniel.link("Pay all or a part"), title="Pay")
    daniel.sees("We do not take card numbers here.")
    daniel.go(daniel.button("Go on to Demo Pay"))
    daniel.go(daniel.page.locator("main").get_by_role("button", name="Pay").first)
    daniel.sees("You paid $22.50.")
    daniel.go(daniel.link("Go to your balance"))
    daniel.sees("You owe $67.50.", "Your payment, on its way")
    daniel.page.get_by_text("Show the numbers").click()
    daniel.sees("It is $155.00 now.")  # the account's own history, until it has the payment
    server.begin_anew()
