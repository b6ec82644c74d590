"""A letter as an answer to a request: a page to read and print, or a file to keep."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from claims.letters.letter import Letter
from claims.letters.pdf import as_pdf

PDF = "pdf"


def letter_response(
    letter: Letter, kind: str, *, request: HttpRequest, pdf: str, back: str
) -> HttpResponse:
    """``kind`` "pdf" is a download under a name that tells nobody what it is about; else a page.

    ``pdf`` and ``back`` are addresses: of the download, and of what the letter is about.
    """
    if kind == PDF:
        name = f"letter-{letter.date.isoformat()}.pdf"
        answer = HttpResponse(as_pdf(letter), content_type="application/pdf")
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    else:
        context = {"letter": letter, "pdf": pdf, "back": back}
        answer = render(request, "claims/letter.html", context)
    answer.headers["Cache-Control"] = "no-store"
    return answer
