"""An operator sees which source is not well, by how much, and what to do about it."""

import datetime as dt
import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.clock import now
from claims.alarm_words import length, percent
from claims.day_chart import HEIGHT, WIDTH, day_chart
from claims.facts import Trouble
from claims.models import Alarm, UnrecognisedCode
from claims.store.readings import take_readings
from tests import make
from tests.many import copies

MANY = 10_000
DAY = dt.timedelta(days=1)


def page(browser, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def text(html: str) -> str:
    """The words of a page, those of each element apart."""
    apart = re.sub(r"<[^>]+>", " ", re.sub(r"</?bdi>", "", html))
    return " ".join(unescape(apart).split())


def test_an_operator_begins_at_the_sources(as_otto):
    assert as_otto.get("/").url == "/sources/"
    assert "There is no source yet." in page(as_otto, "/sources/")


def test_a_source_that_is_well_says_so(as_otto):
    at = now()
    make.batch(newest_on=at.date() - 2 * DAY, started_at=at, seen_at=at, finished_at=at)
    take_readings()
    said = text(page(as_otto, "/sources/"))
    assert "Every source is well." in said
    assert "fhir Well " in said
    assert "2 days old 0 of 100 (0%) 0 of 100 (0%)" in said


def test_what_came_the_same_day_is_not_said_to_be_0_days_old(as_otto):
    make.batch(newest_on=now().date())
    take_readings()
    assert "Less than a day old" in text(page(as_otto, "/sources/"))


def test_a_source_that_never_spoke_is_not_said_to_be_well(as_otto):
    make.source(heard_at=None)
    take_readings()
    assert "fhir Not heard from yet Never Not known" in text(page(as_otto, "/sources/"))


def test_an_alarm_says_what_by_how_much_and_what_to_do(as_otto):
    make.batch(refused=30)
    take_readings()
    for address in ("/sources/", "/sources/fhir/"):
        said = text(page(as_otto, address))
        assert "We refused 30% of what it sent last. The limit is 2%." in said
        assert "send what was refused to whoever runs it" in said


@pytest.mark.parametrize("kind", list(Trouble))
def test_every_kind_of_alarm_has_words_and_something_to_do(as_otto, kind):
    Alarm.objects.create(
        source=make.source(), kind=kind, opened_at=now(), value=90_000, threshold=0.5
    )
    said = page(as_otto, "/sources/fhir/")
    assert said.count('data-status="waiting-for-you"') == 1
    assert "Since " in said


def test_a_source_shows_what_was_measured_beside_its_limits(as_otto):
    make.batch(make.source(most_refused=0.4), refused=30, unknown=2)
    take_readings()
    said = text(page(as_otto, "/sources/fhir/"))
    assert "30 of 100 (30%). Alarm above 40%." in said
    assert "2 of 100 (2%). Alarm above 5%." not in said, "no code is waiting to be noted"
    assert "Alarm after 6 hours without a word." in said


def test_the_last_month_is_drawn_and_told(as_otto):
    make.batch(refused=3)
    html = page(as_otto, "/sources/fhir/")
    assert "In the last 30 days we read 100 records and refused 3 of them." in text(html)
    assert html.count('<rect class="bar"') == html.count('<rect class="bar refused"') == 1


def test_a_code_that_an_operator_notes_says_who_noted_it(as_otto):
    code = make.code()
    assert "I know of it" in page(as_otto, "/sources/fhir/")
    answer = as_otto.post(f"/sources/fhir/codes/{code.pk}/note/", follow=True)
    said = text(answer.content.decode())
    assert "Noted. This code raises no alarm now." in said
    assert "Noted by otto@example.com" in said
    assert "I know of it" not in said


def test_a_code_is_noted_by_whoever_was_first(as_otto, otto):
    code = make.code()
    as_otto.post(f"/sources/fhir/codes/{code.pk}/note/")
    first = UnrecognisedCode.objects.get().noted_at
    as_otto.post(f"/sources/fhir/codes/{code.pk}/note/")
    assert UnrecognisedCode.objects.get().noted_at == first


def test_a_code_of_another_source_is_not_there(as_otto):
    code = make.code()
    make.source("other")
    assert as_otto.post(f"/sources/other/codes/{code.pk}/note/").status_code == 404
    assert as_otto.get("/sources/nobody/").status_code == 404


def test_imports_are_paged_newest_first(as_otto):
    first = make.batch(file_name="first.ndjson", started_at=now() - 2 * DAY)
    copies(first, 25, file_name="'more-' || nth", started_at="started_at + nth * interval '1 hour'")
    html = page(as_otto, "/sources/fhir/")
    assert "more-25" in html
    assert "first.ndjson" not in html
    older = html.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0]
    assert "first.ndjson" in page(as_otto, f"/sources/fhir/{older}")


def test_the_pages_cost_the_same_for_ten_thousand_imports(as_otto):
    def cost(address: str) -> int:
        page(as_otto, address)
        with CaptureQueriesContext(connection) as queries:
            page(as_otto, address)
        return len(queries)

    source = make.source()
    batch, code, refusal = make.batch(), make.code(), make.refusal(make.batch())
    take_readings()
    addresses = ("/sources/", "/sources/fhir/", batch.get_absolute_url())
    addresses += (refusal.batch.get_absolute_url(), f"{batch.get_absolute_url()}runs/new/")
    few = [cost(one) for one in addresses]
    copies(batch, MANY)
    copies(code, 1_000, code="code || nth")
    copies(refusal, MANY, field="'field ' || mod(nth, 100)")
    for number in range(60):
        make.batch(make.source(f"source-{number}"), refused=50)
    take_readings()
    assert source.alarms.open().count() == 0
    many = [cost(one) for one in addresses]
    assert many == few
    assert max(many) < 15


def test_staff_pages_are_in_spanish_too(as_otto):
    make.batch(refused=30)
    make.code()
    take_readings()
    as_otto.post("/language/", {"language": "es"})
    for address in ("/sources/", "/sources/fhir/"):
        said = text(page(as_otto, address))
        assert "Fuente" in said
        assert "The limit is" not in said


# The drawing, and numbers in words


def test_bars_stay_inside_the_drawing_and_a_single_refusal_is_seen():
    last = dt.date(2026, 3, 30)
    days = {last - n * DAY: (1_000_000 * n, 1 if n == 3 else 0) for n in range(30)}
    chart = day_chart(days, first=last - 29 * DAY, last=last)
    for bar in chart.bars:
        assert 0 <= bar.x <= bar.x + bar.width <= WIDTH
        assert 0 <= bar.y <= bar.y + bar.height <= HEIGHT
    (refused,) = [bar for bar in chart.bars if bar.refused]
    assert refused.height >= 2
    assert refused.y == chart.zero


def test_a_month_without_imports_is_said_and_not_drawn():
    chart = day_chart({}, first=dt.date(2026, 3, 1), last=dt.date(2026, 3, 30))
    assert chart.sentence.endswith("30</bdi> days.")
    assert chart.bars == ()


@pytest.mark.parametrize(
    ("share", "words"), [(0, "0%"), (0.0004, "0.04%"), (0.015, "1.5%"), (0.3, "30%"), (1, "100%")]
)
def test_shares_in_words(share, words):
    assert percent(share) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(60, "1 minute"), (7000, "117 minutes"), (7200, "2 hours"), (100_000, "28 hours")],
)
def test_lengths_in_words(seconds, words):
    assert length(seconds) == words


@pytest.mark.parametrize("place", ["9" * 30, "-1", "x", "1~2", "²"])
def test_a_place_that_no_link_of_ours_names_shows_a_page(as_otto, place):
    make.batch()
    for way in ("after", "before"):
        assert "day.ndjson" in page(as_otto, f"/sources/fhir/?{way}={place}")
