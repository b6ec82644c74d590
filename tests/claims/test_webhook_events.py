"""An operator sees what was pushed and could not be read, and has it tried again."""

import datetime as dt

from accounts.clock import now
from claims.models import WebhookEvent
from claims.models.webhook_event import PARKED_KEPT
from claims.store.webhook_events import take
from tests import make
from tests.claims.store.test_webhook_events import store
from tests.claims.test_sources import page, text
from tests.claims.webhooks import key_of, tracker
from tests.many import copies

ADDRESS = "/sources/easypost/"


def parked() -> WebhookEvent:
    number = store(tracker(), key=key_of("easypost")[0], at=now())
    event = WebhookEvent.objects.get(pk=number)
    event.park(now(), "KeyError in claims/sources/easypost.py, line 7")
    return event


def test_a_source_that_never_pushed_says_nothing_of_it(as_otto):
    make.source()
    assert "pushed" not in text(page(as_otto, "/sources/fhir/"))


def test_what_waits_is_counted(as_otto):
    key = key_of("easypost")[0]
    assert "Nothing waits to be read." in text(page(as_otto, ADDRESS))
    store(tracker(), key=key, at=now())
    assert "1 event waits to be read." in text(page(as_otto, ADDRESS))


def test_what_could_not_be_read_says_why_and_can_be_tried_again(as_otto):
    event = parked()
    said = text(page(as_otto, ADDRESS))
    assert f"Event {event.pk} " in said
    assert "KeyError in claims/sources/easypost.py, line 7" in said
    tried = as_otto.post(f"{ADDRESS}events/{event.pk}/tries/new/", follow=True)
    assert "It will be read again now." in text(tried.content.decode())
    event.refresh_from_db()
    assert event.parked_at is None
    assert as_otto.post(f"{ADDRESS}events/{event.pk}/tries/new/").status_code == 404


def test_what_is_dropped_cannot_be_tried_again(as_otto):
    event = parked()
    WebhookEvent.objects.all().drop_bodies(now() + PARKED_KEPT + dt.timedelta(days=1))
    said = page(as_otto, ADDRESS)
    assert "Its bytes were dropped." in text(said)
    assert "tries/new" not in said
    assert as_otto.post(f"{ADDRESS}events/{event.pk}/tries/new/").status_code == 302
    event.refresh_from_db()
    assert event.parked_at is not None


def test_many_parked_events_cost_no_more_queries(as_otto, django_assert_max_num_queries):
    event = parked()
    copies(event, 1_000, signed_digest="md5(nth::text)")
    with django_assert_max_num_queries(15):
        said = page(as_otto, ADDRESS)
    assert said.count("tries/new") == 20


def test_the_page_of_its_import_misses_no_file(as_otto):
    store(tracker(), key=key_of("easypost")[0], at=now())
    assert take(now())
    batch = WebhookEvent.objects.get().batch
    for step in ("", "runs/new/"):
        said = text(page(as_otto, batch.get_absolute_url() + step))
        assert "This came as a webhook event, not as a file." in said
        assert "We do not have the whole file" not in said
