"""Writing an appeal, step by step: what was written is kept at each, and sent only at the end."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from msgspec import Struct

from accounts.access import member_required
from accounts.clock import now
from claims import appeal_words
from claims.answers.answer import Answer
from claims.answers.claim import claim_answer
from claims.answers.claim_appeal import files_here, level_of
from claims.answers.claim_case import Case, case_of
from claims.answers.words import clock, say
from claims.appeal_words import BENEFITS, CHECK, DOCUMENTS, FASTER, LATE, SPEAKER, STATEMENT
from claims.documents import of, receive_all
from claims.facts import AppealLevel
from claims.forms.appeal import (
    BenefitsForm,
    DraftForm,
    FasterForm,
    LateForm,
    RepresentativeForm,
    StatementForm,
)
from claims.models import Appeal, Claim
from claims.store import appeals

FORMS = {
    STATEMENT: StatementForm,
    SPEAKER: RepresentativeForm,
    FASTER: FasterForm,
    BENEFITS: BenefitsForm,
    LATE: LateForm,
}


class Desk(Struct, frozen=True):
    """Where a member writes: the claim, which level it goes to, and what is written so far."""

    case: Case
    answer: Answer
    level: AppealLevel
    draft: Appeal | None
    steps: tuple[str, ...]

    @property
    def claim(self) -> UUID:
        return UUID(self.case.facts.id)

    @property
    def base(self) -> str:
        return f"/claims/{self.case.facts.id}/appeal/"

    def after(self, step: str) -> str:
        """The next step that was not gone through; the last one where all were."""
        gone = {*(self.draft.answered if self.draft else ()), step}
        return next((one for one in self.steps if one not in gone), CHECK)


def desk_of(request: HttpRequest, pk: UUID) -> Desk | HttpResponse:
    """What is written here, or where to go, since nothing about this claim is written here now."""
    member = request.member  # type: ignore[attr-defined]
    facts = Claim.objects.own(member, pk)
    if facts is None:
        raise Http404
    case = case_of(facts, now=now(), zone=member.time_zone)
    answer = claim_answer(facts, now=case.now, zone=case.zone, brief=True)
    if case.on_appeal is not None:
        if request.method == "POST":
            came_after(request, case.on_appeal.id)
        return redirect("claims:appeal_detail", case.on_appeal.id)
    level = level_of(case)
    if not case.appealable or level is None or not files_here(case):
        messages.info(request, _("There is nothing to appeal here now. This page says why."))
        return redirect(answer.url)
    draft = Appeal.objects.filter(member=member, claim=pk, state="draft", level=level).first()
    return Desk(case, answer, level, draft, appeal_words.steps_of(case, level))


def came_after(request: HttpRequest, appeal: str) -> None:
    """A page that stayed open while another sent the appeal: nothing on it is lost unsaid."""
    files = request.FILES.getlist("files")
    if files:
        member = request.member  # type: ignore[attr-defined]
        receive_all(member, request.user, f"appeal:{appeal}", "", files, at=now())
        messages.success(request, _("We got what you sent. See below what we found."))
    else:
        messages.info(request, _("You sent this appeal already. This is what you sent."))


def begun(request: HttpRequest, desk: Desk) -> Appeal:
    """The draft; the first word that is kept makes it."""
    member = request.member  # type: ignore[attr-defined]
    return desk.draft or appeals.begin(member, desk.claim, desk.level, at=now())


@require_safe
@member_required
def appeal_create(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Where the member left off, on whatever device that was."""
    desk = desk_of(request, pk)
    if isinstance(desk, HttpResponse):
        return desk
    return redirect("claims:appeal_step", pk, desk.after(""))


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def appeal_step(request: HttpRequest, pk: UUID, step: str) -> HttpResponse:
    desk = desk_of(request, pk)
    if isinstance(desk, HttpResponse):
        return desk
    if step not in desk.steps:
        raise Http404
    if step == CHECK:
        return check(request, desk)
    if step == DOCUMENTS:
        return papers(request, desk)
    typed = request.POST if request.method == "POST" else None
    form = FORMS[step](typed, instance=desk.draft or Appeal())
    if form.is_valid():
        appeals.write(begun(request, desk).pk, step, form.cleaned_data, at=now())
        return redirect("claims:appeal_step", pk, desk.after(step))
    return render(request, "claims/appeal_step.html", page(desk, step) | {"form": form})


def papers(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Files are taken at once, and hang on the draft; none is an answer too."""
    if request.method == "POST":
        draft = begun(request, desk)
        appeals.write(draft.pk, DOCUMENTS, {}, at=now())
        files = request.FILES.getlist("files")
        if files:
            about = f"appeal:{draft.pk}"
            receive_all(draft.member, request.user, about, "", files, at=now())
            messages.success(request, _("We got what you sent. See below what we found."))
            return redirect("claims:appeal_step", desk.claim, DOCUMENTS)
        return redirect("claims:appeal_step", desk.claim, desk.after(DOCUMENTS))
    draft = desk.draft
    if draft is None:
        return redirect("claims:appeal_step", desk.claim, STATEMENT)
    context = {"about": f"appeal:{draft.pk}", "documents": of(draft.member, f"appeal:{draft.pk}")}
    return render(request, "claims/appeal_documents.html", page(desk, DOCUMENTS) | context)


def check(request: HttpRequest, desk: Desk) -> HttpResponse:
    """All of it once more; sending it is the one thing that counts."""
    if desk.draft is None:
        return redirect("claims:appeal_step", desk.claim, STATEMENT)
    sent = of(desk.draft.member, f"appeal:{desk.draft.pk}")
    rows = appeal_words.parts(desk.draft, desk.steps, len(sent), desk.base)
    missing = [row for row in rows if row.missing]
    if request.method == "POST" and not missing:
        filed = appeals.file(desk.draft.pk, by=request.user, at=now())
        return redirect("claims:appeal_receipt", filed.pk)
    context = {
        "rows": rows,
        "missing": missing,
        "tried": request.method == "POST",
        "draft": desk.draft,
        "form_note": appeal_words.form_note(desk.case.facts.plan.program, desk.draft.speaker),
    }
    return render(request, "claims/appeal_check.html", page(desk, CHECK) | context)


def page(desk: Desk, step: str) -> dict[str, Any]:
    return {
        "answer": desk.answer,
        "about": f"claim:{desk.claim}",
        "claim": desk.claim,
        "step": step,
        "title": appeal_words.title_of(step),
        "place": say(_("Step {n} of {all}"), n=desk.steps.index(step) + 1, all=len(desk.steps)),
        "intro": appeal_words.intro(step, desk.case),
        "before": before(desk, step),
        "outside": desk.level is not AppealLevel.INTERNAL,
    }


def before(desk: Desk, step: str) -> str:
    """The page to go back to."""
    index = desk.steps.index(step)
    return f"{desk.base}{desk.steps[index - 1]}/" if index else desk.answer.url


@require_POST
@member_required
def appeal_draft_update(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keep what is typed so far: every few seconds with scripts, or to go on another day."""
    desk = desk_of(request, pk)
    if isinstance(desk, HttpResponse):
        return desk
    form = DraftForm(request.POST)
    at = now()
    if typed := form.typed():
        appeals.write(begun(request, desk).pk, "", typed, at=at)
    if request.htmx:  # type: ignore[attr-defined]
        said = say(_("We saved this at {time}."), time=clock(at, desk.case.zone))
        if form.errors:
            said = say(_("We could not save this. It is too long."))
        return render(request, "claims/appeal_step.html#saved", {"saved": said})
    if form.errors:
        return shown_again(request, desk, next(iter(form.errors)))
    messages.success(request, _("We saved what you wrote. You can go on whenever you like."))
    return redirect(desk.answer.url)


def shown_again(request: HttpRequest, desk: Desk, field: str) -> HttpResponse:
    """The page with what cannot be kept still on it."""
    step = next(name for name, one in FORMS.items() if field in one.base_fields)
    form = FORMS[step](request.POST, instance=desk.draft or Appeal())
    return render(request, "claims/appeal_step.html", page(desk, step) | {"form": form})


@require_POST
@member_required
def appeal_discard(request: HttpRequest, pk: UUID) -> HttpResponse:
    desk = desk_of(request, pk)
    if isinstance(desk, HttpResponse):
        return desk
    if desk.draft is not None and appeals.discard(desk.draft.pk):
        messages.success(request, _("We threw your draft away. Nothing was sent."))
    return redirect(desk.answer.url)
