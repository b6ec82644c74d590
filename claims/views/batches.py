"""For operators: one import, what it refused and why, and running it again."""

from collections.abc import Iterator
from functools import partial

from django.conf import settings
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import operator_required
from accounts.clock import now
from claims.answers.words import say
from claims.batch_words import batch_facts, batch_row, is_on_its_way, kept_words, refusal_row
from claims.models import ImportBatch, WebhookEvent
from claims.refused_rows import pieces
from claims.store.kept import is_kept
from claims.tasks import run_batches_again

GROUPS, RUNS = 20, 10  # on a page
CONTENT = {"csv": "text/csv; charset=utf-8", "jsonl": "application/jsonl"}


@require_safe
@operator_required
def batch_detail(request: HttpRequest, pk: int) -> HttpResponse:
    batch = get_object_or_404(ImportBatch.objects.with_people(), pk=pk)
    at, kept = now(), is_kept(batch.file_hash)
    page = Paginator(batch.refusals.grouped(), GROUPS).get_page(request.GET.get("page"))
    context = {
        "batch": batch,
        "facts": batch_facts(batch, at),
        "is_on_its_way": is_on_its_way(batch, at),
        "groups": [refusal_row(group) for group in page],
        "kept_words": kept_words(batch),
        "page": page,
        "runs": [batch_row(run, at) for run in batch.runs.recent()[:RUNS]],
        "may_run": bool(batch.finished_at and batch.system),
        "kept": kept,
        "kept_days": kept_days(),
        "pushed": is_pushed(batch),
    }
    return render(request, "claims/batch_detail.html", context)


def is_pushed(batch: ImportBatch) -> bool:
    """Whether it came as a webhook event, so that there never was a file."""
    return WebhookEvent.objects.read_in(batch).exists()


def kept_days() -> str:
    days = settings.IMPORTS_KEPT_DAYS
    return say(ngettext("We keep files for {n} day.", "We keep files for {n} days.", days), n=days)


@require_safe
@operator_required
def refusal_list(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """All that a batch refused, as a file, in flat memory however much it is."""
    batch = get_object_or_404(ImportBatch, pk=pk)
    content = pieces(kind, batch.file_name, batch.refusals.in_order())
    headers = {"Content-Disposition": f'attachment; filename="refused-{batch.pk}.{kind}"'}
    return StreamingHttpResponse(encoded(content), content_type=CONTENT[kind], headers=headers)


def encoded(content: Iterator[str]) -> Iterator[bytes]:
    return (piece.encode() for piece in content)


@require_http_methods(["GET", "HEAD", "POST"])
@operator_required
def run_create(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for another run of the same file. The worker finds it by itself; this hurries it."""
    batch = get_object_or_404(ImportBatch.objects.with_people(), pk=pk)
    may_run = bool(batch.finished_at and batch.system) and is_kept(batch.file_hash)
    if request.method == "POST" and may_run:
        again = batch.run_again(by=request.user, at=now())
        transaction.on_commit(partial(run_batches_again.delay), robust=True)
        return redirect(again)
    context = {
        "batch": batch,
        "row": batch_row(batch, now()),
        "may_run": may_run,
        "kept_days": kept_days(),
        "pushed": is_pushed(batch),
    }
    return render(request, "claims/run_create.html", context)
