"""Something to send (Maya), denied (Daniel), and each kind of doubt (Ahmed)."""

import pytest

from tests.browser.conftest import Site, Visit


def test_something_to_send_says_what_by_when_and_why(
    site: Site, visit: Visit, scripts: bool
) -> None:
    maya = visit("maya", scripts=scripts)
    maya.open("/", title="Home")
    maya.sees("You need to send us a bill that lists each service by Monday, March 9.")
    maya.go(maya.link("Ambulance to Mercy Hospital"))
    maya.sees(
        "Waiting for you",
        "You need to send us a bill that lists each service by Monday, March 9. You have 6 days.",
        "If we do not get it, we decide without it.",
        "Why do you need it?",
        "What happens after I send it?",
        "I do not have this",
        "I need more time",
    )


def test_a_denied_claim_says_why_what_to_do_and_until_when(
    site: Site, visit: Visit, scripts: bool
) -> None:
    daniel = visit("daniel", scripts=scripts)
    daniel.open("/claims/", title="claims")
    daniel.go(daniel.link("Back surgery consultation"))
    daniel.sees(
        "Not agreed",
        "We did not agree to pay this claim.",
        "You can appeal until Wednesday, July 22. That is 140 days from today.",
        "Our reviewers found that this care was not medically necessary.",
        "What you can do",
        "Ask your doctor for a letter",
        "Ask us to explain",
        "Ask for an outside review",
        "Do nothing",
        "Get help with an appeal",
        "can ask you for up to $640.00.",
    )
    daniel.never_sees("Unfortunately", "Congratulations", "unfortunately")
    words = daniel.main().inner_text()
    assert words.lower().count("denied") == 1
    assert "denied" not in daniel.page.title().lower()


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        ("Allergy tests", "You can appeal until Wednesday, March 4. That is today."),
        ("Night guard", "The last date to appeal was Monday, February 16."),
        ("X-ray of the hand", "Not paid, and you owe $0 for it."),
        ("Office visit and vaccine", "You paid $20.00. $90.00 is left to pay."),
        ("Skin check", "Your plan used code P14. We cannot explain it here yet."),
    ],
)
def test_each_kind_of_denial_has_its_own_honest_words(
    site: Site, visit: Visit, claim: str, said: str
) -> None:
    daniel = visit("daniel")
    daniel.open("/claims/?q=" + claim.replace(" ", "+"))
    daniel.go(daniel.link(claim))
    daniel.sees(said)


@pytest.mark.parametrize(
    ("claim", "freshness", "said"),
    [
        ("Flu shot", "fresh", "Checked with our claims system at"),
        ("Hearing test", "ageing", "We check again every 4 hours."),
        ("Dental cleaning", "stale", "This may be out of date."),
        ("Root canal", "down", "We cannot reach our claims system right now."),
        ("Foot X-ray", "unrecognised", "sent a status we do not recognize."),
        ("Urgent care visit", "conflict", "Two of our systems disagree about this claim."),
    ],
)
def test_each_doubt_is_said_and_a_person_comes_first(
    site: Site, visit: Visit, claim: str, freshness: str, said: str
) -> None:
    ahmed = visit("ahmed")
    ahmed.open("/claims/", title="claims")
    ahmed.go(ahmed.link(claim))
    ahmed.sees(said)
    assert ahmed.page.locator(f'[data-fresh="{freshness}"]').count() == 1
    doubtful = freshness not in ("fresh", "ageing")
    assert ahmed.page.get_by_text("Want to be sure? Ask a person to check.").count() == doubtful


def test_many_claims_have_pages_and_can_be_searched(
    site: Site, visit: Visit, scripts: bool
) -> None:
    walter = visit("walter", scripts=scripts)
    walter.open("/claims/", title="claims")
    walter.go(walter.link("Older"))
    walter.open("/search/?q=Lisinopril")
    walter.sees("Lisinopril, 30 days")


def test_another_members_claim_does_not_exist_for_you(site: Site, visit: Visit) -> None:
    daniel = visit("daniel")
    daniel.open("/claims/")
    daniel.go(daniel.link("Back surgery consultation"))
    path = daniel.page.url.removeprefix(site.address)
    visit("maya").open(path, status=404, title="Page not found")
