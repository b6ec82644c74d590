"""What a member sends about a claim that does not wait for it, and what came of it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import member_required
from accounts.clock import now
from accounts.models import Member
from claims.answers import second_look as words
from claims.answers.answer import Fact, Group
from claims.answers.claim import claim_answer
from claims.answers.claim_case import Case, case_of
from claims.answers.claim_money import first_step
from claims.answers.claim_names import provider
from claims.answers.claim_remedy import title_of
from claims.answers.person import person_panel
from claims.answers.words import day, local_date, say
from claims.documents import of, sent_with
from claims.documents.places import may_send
from claims.explanations.reason import Does
from claims.explanations.tasks import By
from claims.forms.request import FORMS, AnswerForm
from claims.models import Claim, SecondLook
from claims.store.second_looks import ask
from claims.views.request import sends

TASK = "second-look"


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
@sends
def second_look_create(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Files or a form, by what was refused; where nothing was asked for, only what came of it."""
    member: Member = request.member  # type: ignore[attr-defined]
    facts = Claim.objects.own(member, pk)
    looks = list(SecondLook.objects.of_claim(str(pk))) if facts else []
    if facts is None or (facts.state not in words.MAY_SEND and not looks):
        raise Http404
    case = case_of(facts, now=now(), zone=member.time_zone)
    does = step_of(case)
    by = words.SENT_HERE[does] if does else By.FILES
    form = form_of(request, by, looks, member)
    wrong = ""
    if request.method == "POST":
        wrong = receive(request, pk, by, form)
        if not wrong:
            messages.success(request, _("We have what you sent. A person looks at it."))
            return redirect("claims:second_look_create", pk)
    answer = claim_answer(facts, now=now(), zone=member.time_zone, brief=True)
    about = f"claim:{pk}"
    context = {
        "answer": answer,
        "about": about,
        "task": TASK,
        "title": title_of(does, provider(facts)) if does else _("Send us something"),
        "form": form,
        "files": by is By.FILES,
        "wrong": wrong if form is None else "",
        "may_send": may_send(member),
        "looks": [told(one, case) for one in looks],
        "documents": of(member, about),
        "runs_on": runs_on(case),
        "panel": person_panel(
            now(), member.time_zone, phone=answer.phone, group=answer.person_group, about=about
        ),
    }
    return render(request, "claims/second_look_create.html", context)


def step_of(case: Case) -> Does | None:
    """What the refusal asks for, where that can be sent here."""
    does = first_step(case)
    return does if does in words.SENT_HERE and not case.doubt and not case.approval else None


def form_of(
    request: HttpRequest, by: By, looks: list[SecondLook], member: Member
) -> AnswerForm | None:
    """None where files are sent, or where one of us has not yet read what was answered."""
    waits = any(one.kind == by and one.ended_at is None for one in looks)
    if by is By.FILES or waits:
        return None
    typed = request.POST if request.method == "POST" else None
    return FORMS[by](typed, zone=member.time_zone)


def receive(request: HttpRequest, pk: UUID, by: By, form: AnswerForm | None) -> str:
    """Take it in; what is wrong where there is nothing."""
    if form is None:
        sent = sent_with(request, f"claim:{pk}", TASK) if by is By.FILES else [None]
        return "" if sent else _("Choose a file, or take a photo.")
    if not form.is_valid():
        return _("There is a problem")
    claim = Claim.objects.select_related("member").get(pk=pk)
    kind = SecondLook.Kind(by.value)
    ask(claim, kind, form.answers(), by=request.user, at=now())  # type: ignore[arg-type]
    return ""


def told(one: SecondLook, case: Case) -> Group:
    """Where it stands, what the member wrote, and our answer."""
    form = FORMS.get(one.kind)
    said: tuple[Fact, ...] = form.shown(one.answers, case.today) if form else ()
    answer = (Fact(_("Our answer"), say("{words}", words=one.words)),) if one.words else ()
    on = day(local_date(one.asked_at, case.zone), today=case.today)
    return Group(
        heading=say(_("You sent this on {date}."), date=on),
        facts=(*said, *answer),
        note=words.standing_of(one.facts(), now=case.now, zone=case.zone),
    )


def runs_on(case: Case) -> str:
    """It is no appeal, so that nobody waits for an answer until it is too late for one."""
    window = case.window
    if not case.appealable or window is None or not window.open(case.law_today):
        return _("This is not an appeal.")
    date = day(window.last_on, today=case.law_today)
    sentence = _(
        "This is not an appeal. You can still appeal until {date}. That day does not move."
    )
    return say(sentence, date=date)
