"""How we reach a member: the choices, a number that is proved, the stop link, a letter to post, and
a notification from the press that turns it on to the page that it opens."""

import datetime as dt
from contextlib import closing
from threading import Thread
from typing import Any

from accounts.clock import now
from accounts.models import Address, Member
from outreach.channels.push_encryption import packed, point_of
from outreach.letters import Stop
from outreach.models import Delivery, Device, Posting
from outreach.outbox import post
from outreach.sending import send_due
from tests import make
from tests.browser.conftest import TUESDAY_NIGHT, Site, Visit
from tests.outreach.test_push import AUTH, THEIRS, Service, read

PUSH_KEY = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
SUBSCRIBE = f"""
const text = (packed) => atob(packed.replace(/-/g, "+").replace(/_/g, "/"));
const bytes = (packed) => Uint8Array.from(text(packed), (one) => one.charCodeAt(0));
const keys = {{ p256dh: "{packed(point_of(THEIRS))}", auth: "{packed(AUTH)}" }};
PushManager.prototype.subscribe = async () => (
  {{ endpoint: "https://fcm.googleapis.com/send/1", getKey: (name) => bytes(keys[name]).buffer }});
"""
SHOWN = """
async () => {
  const [worker] = await navigator.serviceWorker.getRegistrations();
  const shown = await worker.getNotifications();
  return shown.map(({ title, body, lang, data }) => ({ title, body, lang, url: data }));
}
"""
# A browser does not let a script press a notification, so the worker is handed the event.
PRESS = """
async () => {
  const [notification] = await self.registration.getNotifications();
  let opened = "";
  self.clients.openWindow = async (url) => { opened = url; };
  const pressed = new Event("notificationclick");
  self.dispatchEvent(Object.assign(pressed, { notification, waitUntil() {} }));
  return opened;
}
"""


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


def test_a_notification_is_turned_on_shown_and_opens_its_message(
    server: Site, visit: Visit, settings: Any
) -> None:
    """Its push service needs the network, so Chromium's address is made up: all else is real."""
    server.stop_clock(TUESDAY_NIGHT, "maya", "sana", "ruth")
    settings.PUSH_KEY, settings.PORTAL_ADDRESS = PUSH_KEY, server.address
    maya = visit("maya", whole=True, permissions=["notifications"])
    maya.page.add_init_script(SUBSCRIBE)
    maya.open("/inbox/reach/")
    maya.go(maya.button("Turn on for this device"))
    maya.sees("This device shows notifications now.")

    member = Member.objects.get(preferred_name="Maya")
    claim = member.claims.get(number="CLM-2041")
    about = {"about": f"claim:{claim.pk}", "purpose": "service_messages", "category": "claims"}
    server.tick(TUESDAY_NIGHT + dt.timedelta(hours=12))
    message = post(member, "changed", key="pushed", **about)
    service = Service()
    Thread(target=service.serve_forever, kwargs={"poll_interval": 0.01}).start()
    with closing(service.socket):
        Device.objects.update(endpoint=f"{service.address}/one")
        send_due()
        service.shutdown()
    ((_headers, body),) = service.came

    told: list[Any] = []
    devtools = maya.context.new_cdp_session(maya.page)
    devtools.on(
        "ServiceWorker.workerRegistrationUpdated", lambda event: told.extend(event["registrations"])
    )
    devtools.send("ServiceWorker.enable")
    while not told:
        maya.page.wait_for_timeout(20)  # lets what the browser says be heard
    where = {"origin": server.address, "registrationId": told[0]["registrationId"]}
    devtools.send("ServiceWorker.deliverPushMessage", where | {"data": read(body).decode()})
    maya.page.wait_for_function(f"async () => (await ({SHOWN})()).length")
    (shown,) = maya.page.evaluate(SHOWN)
    assert shown == {
        "title": "You have a new message",
        "body": "There is an update in your account. Sign in to read it:",
        "lang": "en",
        "url": f"{server.address}{message.get_absolute_url()}",
    }
    (worker,) = maya.context.service_workers
    opened = worker.evaluate(PRESS)
    maya.open(opened.removeprefix(server.address), title="Message")
    maya.sees("Claim CLM-2041")
