"""What we ask a member for about a claim: the list of it, one thing of it, and more time."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import member_required
from accounts.acting import open_to_trusted
from accounts.clock import now
from accounts.clock import today as today_in
from accounts.models import Level, TrustedAct
from claims.answers import request as words
from claims.answers.answer import Answer, Group
from claims.answers.claim import claim_answer
from claims.answers.person import person_panel
from claims.answers.request import TaskRow
from claims.answers.words import day, local_date, plain, say
from claims.asked import State, request_of
from claims.documents import sent_with
from claims.documents.facts import facts_of
from claims.documents.places import may_send
from claims.explanations.tasks import By
from claims.forms.request import FORMS, AnswerForm, InsteadForm, shown
from claims.models import Claim, RequestAnswer, SecondLook
from claims.more_time import moved_to
from claims.store.request_answers import Asked, advance, look, move
from claims.store.request_answers import answer as keep_answer
from claims.store.second_looks import ask

Kind = RequestAnswer.Kind
sends = open_to_trusted(
    Level.SEE_CLAIMS,
    Level.SEND_DOCUMENTS,
    looks=TrustedAct.What.CLAIM,
    does=TrustedAct.What.DOCUMENT_SENT,
)


def asked_of(request: HttpRequest, pk: UUID) -> Asked:
    """What was asked of the member about this claim; what was never asked is not found."""
    facts = Claim.objects.own(request.member, pk)
    found = request_of(facts) if facts else None
    if facts is None or found is None:
        raise Http404
    asked = look(facts, found, request.member)
    met = all(state is State.HAVE for state in asked.states.values())
    return asked_of(request, pk) if found.open and met and advance(pk) else asked


def row_of(asked: Asked, slug: str) -> TaskRow:
    task = asked.request.task(slug)
    if task is None:
        raise Http404
    return words.task_row(asked.facts, task, asked.states[slug])


@require_safe
@member_required
@open_to_trusted(Level.SEE_CLAIMS, looks=TrustedAct.What.CLAIM)
def task_list(request, pk):
    asked = asked_of(request, pk)
    at, zone = now(), request.member.time_zone
    law_today = today_in(asked.facts.plan.time_zone)
    answer = claim_answer(asked.facts, now=at, zone=zone, brief=True)
    context = frame(request, asked, answer) | {
        "rows": words.rows(asked.facts, asked.request, asked.states),
        "may_send": may_send(request.member),
        "over": words.over(asked.request, asked.states),
        "after": words.what_follows(asked.facts),
        "more_time": words.more_time(
            asked.request,
            moved_to(asked.facts, asked.request, law_today),
            min(law_today, local_date(at, zone)),
        ),
    }
    return render(request, "claims/task_list.html", context)


def frame(request: HttpRequest, asked: Asked, answer: Answer) -> dict[str, Any]:
    """What each of these pages has: the claim's own answer, and a person."""
    about = f"claim:{asked.facts.id}"
    group = answer.person_group
    panel = person_panel(
        now(), request.member.time_zone, phone=answer.phone, group=group, about=about
    )
    return {"answer": answer, "panel": panel, "about": about, "call_url": panel.url}


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
@sends
def task_detail(request, pk, task):
    """Files come as files; a form is checked, shown once more, and sent with a second press."""
    asked = asked_of(request, pk)
    row = row_of(asked, task)
    form = form_of(request, row)
    wrong = ""
    if request.method == "POST":
        if form is None:
            wrong = receive(request, asked, row)
            if not wrong:
                return redirect("claims:task_detail", pk, task)
        elif form.is_valid() and "send" in request.POST:
            return keep(request, asked, row.slug, Kind(row.by), form)
    return render(request, "claims/task_detail.html", one(request, asked, row, form, wrong))


def form_of(request: HttpRequest, row: TaskRow) -> AnswerForm | None:
    """None where files are sent."""
    if row.by is By.FILES:
        return None
    return FORMS[row.by](request.POST or None, zone=request.member.time_zone)


def one(
    request: HttpRequest, asked: Asked, row: TaskRow, form: AnswerForm | None, wrong: str = ""
) -> dict[str, Any]:
    at, zone = now(), request.member.time_zone
    answer = claim_answer(asked.facts, now=at, zone=zone, brief=True)
    sent = [facts_of(one, zone) for one in asked.documents if one.task == row.slug]
    checking = (
        form is not None and form.is_bound and form.is_valid() and "change" not in request.POST
    )
    return frame(request, asked, answer) | {
        "row": row,
        "form": form,
        "check": form.shown(form.answers(), local_date(at, zone)) if form and checking else (),
        "wrong": wrong,
        "documents": sent,
        "answered": answered(asked, row, zone),
        "after": words.what_follows(asked.facts, row.by),
        "problem": row.state is State.PROBLEM and any(one.state == "received" for one in sent),
    }


def answered(asked: Asked, row: TaskRow, zone: str) -> list[Group]:
    """What was answered before, the newest first: when, and what."""
    today = local_date(now(), zone)
    return [
        Group(
            heading=say(
                _("You sent this on {date}."),
                date=day(local_date(one.answered_at, zone), today=today),
            ),
            facts=shown(one.kind, one.answers, today),
            note=read_words(one, zone, today),
        )
        for one in reversed(asked.answers)
        if one.task == row.slug
    ]


def read_words(one: RequestAnswer, zone: str, today: dt.date) -> str:
    if one.kind != Kind.INSTEAD:
        return ""
    if one.read_at is None:
        return _("A person reads this and decides if it will do.")
    return say(
        _("A person read this on {date}."), date=day(local_date(one.read_at, zone), today=today)
    )


def receive(request: HttpRequest, asked: Asked, row: TaskRow) -> str:
    """Take the files in; what is wrong where there are none."""
    if not sent_with(request, f"claim:{asked.facts.id}", row.slug):
        return _("Choose a file, or take a photo.")
    messages.success(request, _("We got what you sent. We are checking it now."))
    return ""


def keep(
    request: HttpRequest, asked: Asked, slug: str, kind: Kind, form: AnswerForm
) -> HttpResponse:
    keep_answer(asked.facts, asked.request, slug, kind, form.answers(), by=request.user)
    over = not asked.request.open and not asked.request.sent
    if over and kind != Kind.INSTEAD:  # of that somebody is told anyway
        looked_at(request, asked, kind, form)
        messages.success(request, _("We have what you sent. A person looks at it."))
    else:
        messages.success(request, _("We have your answer. You do not need to send it again."))
    return redirect("claims:task_list", asked.facts.id)


def looked_at(request: HttpRequest, asked: Asked, kind: Kind, form: AnswerForm) -> None:
    """Nothing waits for the answer any more, so that it would move nothing: a person reads it."""
    claim = Claim.objects.select_related("member").get(pk=asked.facts.id)
    look, words = SecondLook.Kind.COVERAGE, form.answers()
    if kind != Kind.COVERAGE:
        facts = form.shown(words, local_date(now(), request.member.time_zone))
        text = "\n".join(f"{one.label}: {plain(one.value)}" for one in facts)
        look, words = SecondLook.Kind.WORDS, {"text": text}
    ask(claim, look, words, by=request.user, at=now())


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
@sends
def instead_create(request, pk, task):
    """They do not have it, and say what they have: a person reads that, and it counts."""
    asked = asked_of(request, pk)
    row = row_of(asked, task)
    form = InsteadForm(request.POST or None, zone=request.member.time_zone)
    if form.is_valid():
        return keep(request, asked, row.slug, Kind.INSTEAD, form)
    answer = claim_answer(asked.facts, now=now(), zone=request.member.time_zone, brief=True)
    context = frame(request, asked, answer) | {"row": row, "form": form}
    return render(request, "claims/instead_create.html", context)


@require_POST
@member_required
@sends
def all_sent_create(request, pk, task):
    """A file could not be used, and there is no more to send."""
    asked = asked_of(request, pk)
    row = row_of(asked, task)
    if row.state is State.PROBLEM:
        keep_answer(asked.facts, asked.request, row.slug, Kind.ALL_SENT, {}, by=request.user)
        messages.success(request, _("Thank you. We work with what we have."))
    return redirect("claims:task_list", pk)


@require_POST
@member_required
@sends
def more_time_create(request, pk):
    facts = Claim.objects.own(request.member, pk)
    if facts is None:
        raise Http404
    moved = move(facts, by=request.user)
    if moved:
        messages.success(request, moved_words(moved, local_date(now(), request.member.time_zone)))
    else:
        messages.error(
            request, _("We could not move your date here. Ask us, and a person decides.")
        )
    return redirect("claims:task_list", pk)


def moved_words(moved: dt.date, on: dt.date) -> str:
    return say(_("We moved your date to {date}."), date=day(moved, today=on))
