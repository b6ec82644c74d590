"""J10, the next-morning offer; “Tell me when this changes”; what was not sent; the rules."""

import datetime as dt

from django.core import mail
from django.test import override_settings
from playwright.sync_api import expect

from outreach.finding import find_by_what_is_remembered
from outreach.models import CallRequest, Delivery, Message
from outreach.sending import send_due
from tests.browser.conftest import TUESDAY_NIGHT, Site, Visit

#: Wednesday in Chicago.
HALF_PAST_SIX = TUESDAY_NIGHT + dt.timedelta(hours=6, minutes=32)
BEFORE_EIGHT = TUESDAY_NIGHT + dt.timedelta(hours=8, minutes=1)
A_DAY = dt.timedelta(days=1)
PAST_EIGHT = TUESDAY_NIGHT + dt.timedelta(hours=8, minutes=7)


def worker(site: Site, at: dt.datetime) -> None:
    site.tick(at)
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend"):
        while send_due():
            pass


def test_the_next_morning_a_call_is_offered_once_and_says_why(
    site: Site, visit: Visit, scripts: bool
) -> None:
    Delivery.objects.filter(message__member__preferred_name="Maya").delete()
    Message.objects.filter(member__preferred_name="Maya").delete()
    CallRequest.objects.filter(member__preferred_name="Maya").delete()
    site.tick(TUESDAY_NIGHT)
    maya = visit("maya", scripts=scripts)
    maya.open("/claims/")
    maya.go(maya.link("Knee MRI"))
    find_by_what_is_remembered(HALF_PAST_SIX)
    worker(site, BEFORE_EIGHT)
    maya.open("/inbox/", title="Inbox")
    maya.sees("There are no messages here.")
    worker(site, PAST_EIGHT)
    maya.open("/inbox/")
    maya.sees("1 new message", "Would you like a call about Claim CLM-2041?")
    maya.go(maya.link("Would you like a call"), title="Message")
    maya.sees(
        "You checked it on Tuesday. It is still with us.",
        "You opened this claim on two days, and you allowed us to offer help then.",
        "You turned on “Offer me help after I check” on",
    )
    if scripts:
        (email,) = [one for one in mail.outbox if "maya" in one.to[0]][-1:]
        assert "Knee" not in email.body + email.subject
    maya.go(maya.main().get_by_role("link", name="Ask for a call").first)
    assert "about=claim:" in maya.page.url
    maya.open("/claims/")
    maya.go(maya.link("Knee MRI"))  # checked once more, the day after
    find_by_what_is_remembered(HALF_PAST_SIX + A_DAY)
    worker(site, PAST_EIGHT + A_DAY)
    maya.open("/inbox/")
    maya.sees("0 new messages")
    maya.open("/inbox/not-sent/")
    maya.sees(
        "You opened this claim on two days, and you allowed us to offer help then.",
        "We did not send it, because we told you the same lately.",
    )
    site.tick(TUESDAY_NIGHT)


def test_tell_me_when_this_changes_is_one_press_and_undone_by_another(
    site: Site, visit: Visit, scripts: bool
) -> None:
    kit = visit("sam", scripts=scripts)
    kit.open("/claims/")
    kit.go(kit.main().locator("li.row a").first)
    page = kit.page
    page.get_by_role("button", name="Tell me when this changes").click()
    expect(page.locator("#follow")).to_contain_text("We will tell you when this changes.")
    page.get_by_role("button", name="Do not tell me").click()
    expect(page.get_by_role("button", name="Tell me when this changes")).to_be_visible()
    kit.check()


def test_what_was_not_sent_is_told_with_its_reason(site: Site, visit: Visit) -> None:
    priya = visit("priya")
    priya.open("/inbox/")
    priya.go(priya.link("What we did not send, and why"))
    priya.sees("because we are going to call you")


def test_the_rules_and_the_way_we_write_are_good_pages(site: Site, visit: Visit) -> None:
    maya = visit("maya")
    maya.open("/inbox/reach/", title="When we write to you")
    rosa = visit("rosa")
    rosa.open("/inbox/", title="Mensajes")
    rosa.go(rosa.main().locator("li.row a").first)
    ruth = visit("ruth")
    ruth.page.goto(f"{site.address}/nudges/")
    expect(ruth.page.locator("main")).to_contain_text("let it start on")
    ruth.works_for_staff()
    ruth.page.get_by_role("link", name="We still need something from you").click()
    ruth.page.get_by_role("button", name="Try it without sending").click()
    expect(ruth.page.locator("main")).to_contain_text("members allow it.")
    ruth.works_for_staff()
