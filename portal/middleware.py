"""What every answer gets: kept out of caches, kept apart from fragments, compressed cheaply."""

import gzip
import io
import re
import secrets
from collections.abc import Callable
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render, resolve_url
from django.utils.cache import patch_vary_headers

from accounts.session import UNATTENDED
from claims.documents.limits import is_too_much, limits
from claims.models.estimate import keep_current

Respond = Callable[[HttpRequest], HttpResponseBase]

WORTH_COMPRESSING = 860
"""Bytes; less than this fits one packet anyway."""


def private_pages(get_response: Respond) -> Respond:
    """Let no cache keep a page, and let none take a fragment for the page.

    A view that may be cached says so itself by setting Cache-Control.
    """

    def respond(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        patch_vary_headers(response, ["HX-Request"])
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return respond


def lost_sessions(get_response: Respond) -> Respond:
    """Send the whole page to sign-in when a fragment is asked for after the session ended.

    Without this htmx would follow the redirect and put the sign-in page into the fragment's place.
    Neither takes the words of a search along: whoever sits there next would read them. What a page
    asks for by itself takes nobody away from it, nor from what they were typing: it gets nothing,
    as it does once the session is somebody else's or helps somebody, in another tab or meanwhile.
    """

    def respond(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        sign_in = resolve_url(settings.LOGIN_URL)
        by_itself = UNATTENDED in request.headers
        if response.status_code == 403 and by_itself:
            return HttpResponse(status=204)
        if response.status_code != 302 or not is_at(response.headers["Location"], sign_in):
            return response
        if request.headers.get("HX-Request") != "true":
            response.headers["Location"] = without_words_in_next(response.headers["Location"])
            return response
        if by_itself:
            return HttpResponse(status=204)
        page = urlsplit(request.headers.get("HX-Current-URL", ""))
        back = without_words(f"{page.path}?{page.query}".rstrip("?"))
        query = urlencode({"next": back}) if back else ""
        return HttpResponse(headers={"HX-Redirect": f"{sign_in}?{query}".rstrip("?")})

    return respond


def is_at(address: str, path: str) -> bool:
    return urlsplit(address).path == path


def without_words(address: str) -> str:
    """The address of a page, without its query when that says what somebody searched for."""
    path, _mark, query = address.partition("?")
    return path if "q" in parse_qs(query, keep_blank_values=True) else address


def without_words_in_next(address: str) -> str:
    """The same for the page that an address of sign-in names."""
    path, _mark, query = address.partition("?")
    named = parse_qsl(query, keep_blank_values=True)
    kept = [(name, without_words(value) if name == "next" else value) for name, value in named]
    return address if kept == named else f"{path}?{urlencode(kept)}"


def cheap_gzip(get_response: Respond) -> Respond:
    """Compress at level 1 (measured: nearly free), padded so that the length tells less (BREACH).

    Django's own middleware has the padding but level 6 only.
    """

    def respond(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if not isinstance(response, HttpResponse) or len(response.content) < WORTH_COMPRESSING:
            return response
        if response.has_header("Content-Encoding"):
            return response
        patch_vary_headers(response, ["Accept-Encoding"])
        if re.search(r"\bgzip\b", request.headers.get("Accept-Encoding", "")):
            response.content = compressed(response.content)
            response.headers["Content-Encoding"] = "gzip"
            response.headers["Content-Length"] = str(len(response.content))
        return response

    return respond


def compressed(content: bytes) -> bytes:
    padding = "a" * secrets.randbelow(100)
    packed = io.BytesIO()
    with gzip.GzipFile(padding, "wb", compresslevel=1, fileobj=packed, mtime=0) as archive:
        archive.write(content)
    return packed.getvalue()


def not_too_much(get_response: Respond) -> Respond:
    """Refuse, in a sentence and before any of it is read, a form larger than any that we take."""

    def respond(request: HttpRequest) -> HttpResponseBase:
        if is_too_much(request):
            return render(request, "413.html", {"limits": limits()}, status=413)
        return get_response(request)

    return respond


def current_estimates(get_response: Respond) -> Respond:
    """Let every answer know how long cases took, as last night's table says."""

    def respond(request: HttpRequest) -> HttpResponseBase:
        keep_current()
        return get_response(request)

    return respond
