"""What every answer says to browsers and caches."""

import gzip
import json
import logging

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from portal.middleware import cheap_gzip, lost_sessions, private_pages

SIGN_IN = reverse("account_login")

POLICY = {
    "default-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "report-uri /csp-report/",
}


@pytest.mark.django_db
def test_the_policy_is_strict_and_reported(client: Client) -> None:
    policy = client.get("/health/").headers["Content-Security-Policy"]
    assert set(policy.split("; ")) == POLICY
    assert "unsafe" not in policy


@pytest.mark.django_db
def test_no_cache_keeps_a_page_and_a_fragment_is_not_the_page(client: Client) -> None:
    answer = client.get("/health/")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "HX-Request" in answer.headers["Vary"]


def test_a_view_may_say_itself_what_a_cache_may_do(rf: RequestFactory) -> None:
    respond = private_pages(lambda request: HttpResponse(headers={"Cache-Control": "private"}))
    assert respond(rf.get("/")).headers["Cache-Control"] == "private"


def to_sign_in(request) -> HttpResponse:
    return HttpResponse(status=302, headers={"Location": f"{SIGN_IN}?next=/claims/rows/"})


def test_a_lost_session_sends_the_whole_page_to_sign_in(rf: RequestFactory) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/claims/?show=you&page=2"}
    answer = lost_sessions(to_sign_in)(rf.get("/claims/rows/", headers=headers))
    assert answer.status_code == 200
    assert answer.headers["HX-Redirect"] == f"{SIGN_IN}?next=%2Fclaims%2F%3Fshow%3Dyou%26page%3D2"
    by_itself = rf.get("/inbox/count/", headers=headers | {"X-Unattended": "1"})
    assert lost_sessions(to_sign_in)(by_itself).status_code == 204, "nobody loses what they typed"


@pytest.mark.parametrize("query", ["?q=knee", "?page=2&q=knee", "?q="])
def test_what_was_searched_for_is_not_in_the_address_of_sign_in(
    rf: RequestFactory, client: Client, query: str
) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": f"http://testserver/claims/{query}"}
    answer = lost_sessions(to_sign_in)(rf.get("/claims/rows/", headers=headers))
    assert answer.headers["HX-Redirect"] == f"{SIGN_IN}?next=%2Fclaims%2F"
    assert client.get(f"/claims/{query}").headers["Location"] == f"{SIGN_IN}?next=%2Fclaims%2F"
    plain = client.get("/claims/?show=you").headers["Location"]
    assert plain == f"{SIGN_IN}?next=/claims/%3Fshow%3Dyou"


def test_a_page_asked_for_without_htmx_is_redirected_as_ever(rf: RequestFactory) -> None:
    assert lost_sessions(to_sign_in)(rf.get("/claims/")).status_code == 302


def test_another_redirect_of_a_fragment_is_left_alone(rf: RequestFactory) -> None:
    respond = lost_sessions(
        lambda request: HttpResponse(status=302, headers={"Location": "/claims/"})
    )
    assert respond(rf.get("/", headers={"HX-Request": "true"})).status_code == 302


def test_a_page_is_compressed_for_whoever_takes_it(rf: RequestFactory) -> None:
    page = b"<p>Your plan paid.</p>" * 100
    respond = cheap_gzip(lambda request: HttpResponse(page))
    packed = respond(rf.get("/", headers={"Accept-Encoding": "gzip, br"}))
    assert gzip.decompress(packed.content) == page
    assert packed.headers["Content-Length"] == str(len(packed.content))
    assert respond(rf.get("/")).content == page


def test_the_length_of_a_compressed_page_varies(rf: RequestFactory) -> None:
    respond = cheap_gzip(lambda request: HttpResponse(b"<p>Your plan paid.</p>" * 100))
    request = rf.get("/", headers={"Accept-Encoding": "gzip"})
    assert len({len(respond(request).content) for _ in range(50)}) > 5


@pytest.mark.django_db
def test_a_browsers_report_is_logged_without_the_query(client: Client, caplog) -> None:
    cache.delete("csp-reports")
    report = {
        "document-uri": "https://portal.example.org/search/?q=hiv",
        "effective-directive": "script-src-elem",
        "blocked-uri": "https://evil.example/x.js?who=maya",
    }
    with caplog.at_level(logging.WARNING, logger="portal.views.csp_report"):
        answer = client.post(
            "/csp-report/", json.dumps({"csp-report": report}), "application/csp-report"
        )
    assert answer.status_code == 204
    (line,) = caplog.records
    assert line.directive == "script-src-elem"
    assert line.blocked == "https://evil.example/x.js"
    assert line.page == "https://portal.example.org/search/"


@pytest.mark.django_db
def test_a_flood_of_reports_does_not_fill_the_log(client: Client, caplog, monkeypatch) -> None:
    cache.delete("csp-reports")
    monkeypatch.setattr("portal.views.csp_report.MOST_A_MINUTE", 2)
    report = json.dumps({"csp-report": {"effective-directive": "img-src"}})
    for _ in range(5):
        assert client.post("/csp-report/", report, "application/json").status_code == 204
    assert len(caplog.records) == 2


@pytest.mark.django_db
def test_a_report_that_is_none_is_refused(client: Client) -> None:
    assert client.post("/csp-report/", "[]", "application/csp-report").status_code == 400
    assert client.post("/csp-report/", "x" * 20_000, "text/plain").status_code == 413
    assert client.post("/csp-report/", "[" * 16_000, "application/json").status_code == 400
