"""How we reach a member: the choices, a number that is proved, the stop link, a letter to post."""

from typing import Any

from accounts.clock import now
from accounts.models import Address, Member
from outreach.letters import Stop
from outreach.models import Delivery, Posting
from tests import make
from tests.browser.conftest import TUESDAY_NIGHT, Site, Visit

PUSH_KEY = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"


def test_the_pages_about_reaching_a_member_are_good_pages(
    server: Site, visit: Visit, settings: Any
) -> None:
    server.stop_clock(TUESDAY_NIGHT, "maya", "sana", "ruth")
    settings.PUSH_KEY, settings.TEXT_PROVIDER = PUSH_KEY, "portal.demo.texts.Texts"
    member = Member.objects.get(preferred_name="Maya")
    member.phones.update(verified_at=None)
    stop = Stop(str(member.pk), "email", "service_messages").token()
    nobody = visit(locale="es-US")
    nobody.open(f"/stop/{stop}/")
    nobody.go(nobody.main().get_by_role("button"))
    nobody.sees("correos")

    maya = visit("maya")
    maya.open("/inbox/reach/", title="When we write to you")
    maya.sees("Turn on for this device", "In place of an email")
    maya.go(maya.link("Confirm this number"), title="Confirm your number")
    maya.go(maya.main().get_by_role("button", name="Send the code"))
    maya.sees("We sent a code to your phone.", "Code")
    bare = visit("maya", scripts=False)
    bare.open("/inbox/reach/")
    bare.sees("or its scripts are off")

    Address.objects.create(member=member, kind="post", value="1 Elm Street\nChicago, IL 60601")
    message = make.message(member)
    Posting.objects.create(member=member, message=message, made_at=now())
    failed = {"channel": "email", "address": "x@example.com", "made_at": now(), "next_at": now()}
    Delivery.objects.create(message=message, parked_at=now(), reason="SMTP 450", **failed)
    ruth = visit("ruth")
    for path in ("/desk/checks/?kind=post", "/nudges/undelivered/"):
        ruth.page.goto(f"{server.address}{path}")
        ruth.works_for_staff()
    ruth.sees("SMTP 450", "Close")
    ruth.page.goto(f"{server.address}/desk/checks/?kind=post")
    ruth.page.get_by_role("link", name="A letter to post").click()
    ruth.sees("1 Elm Street", "Read and print the letter")
    ruth.works_for_staff()
