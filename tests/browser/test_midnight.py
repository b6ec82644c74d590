"""Maya looks at night: the answer is whole, and its days are right when the date changes."""

import datetime as dt

from tests.browser.conftest import TUESDAY_NIGHT, Site, Visit
from tests.browser.visitor import Visitor

TWO_MINUTES = dt.timedelta(minutes=2)


def to_the_claim(maya: Visitor) -> None:
    maya.open("/", title="Home")
    maya.go(maya.link("Knee MRI"))


def test_a_claim_in_review_is_answered_whole_at_midnight(
    site: Site, visit: Visit, scripts: bool
) -> None:
    maya = visit("maya", scripts=scripts)
    maya.open("/", title="Home")
    maya.sees("What needs you", "What is coming", "What is done", "Knee MRI")
    maya.go(maya.link("Knee MRI"))
    maya.sees(
        "Your claim for Knee MRI",
        "You do not need to do anything now.",
        "A specialist is checking your claim.",
        "We expect to decide by Thursday, March 19. 9 in 10 claims like this are decided by then.",
        "It must be decided by Saturday, March 21.",
        "Checked with our claims system at 11:41pm on Tuesday.",
        "What happens next",
        "Why is it taking this long?",
        "Can I speed it up?",
        "What if you do not agree?",
        "We are closed now. We open at 7am on Wednesday.",
    )
    maya.never_sees("In review")


def test_the_days_stay_right_when_midnight_passes(site: Site, visit: Visit) -> None:
    maya = visit("maya")
    to_the_claim(maya)
    site.tick(TUESDAY_NIGHT + 2 * TWO_MINUTES)
    maya.go(maya.page.reload)
    maya.sees(
        "Checked with our claims system at 11:41pm on Tuesday.",
        "It must be decided by Saturday, March 21.",
        "We open at 7am today.",
    )
