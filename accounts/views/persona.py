"""What we remember about a member: one page that says it all, and a press to take one back."""

from typing import Any
from uuid import uuid4

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import undo
from accounts.access import member_required
from accounts.choice_words import choice_rows, locked_rows, paused_words
from accounts.consent import decide, standing
from accounts.forms.persona import DaysForm
from accounts.history_words import use_rows
from accounts.models import Activity, ConsentNow, Inference, Preference, Use
from accounts.persona_words import noticed_rows, told_rows, when_words, worked_out_rows
from accounts.views.settings import looks_at

THINGS = 200
"""What we noticed is shown this far back; the rest is named and can be forgotten in one press."""
USES = 10


@require_safe
@member_required
def persona(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/persona.html", page(request, DaysForm()))


def page(request: HttpRequest, form: DaysForm) -> dict[str, Any]:
    member = request.member
    done = undo.kept(member, request.GET.get("done", ""))
    stands = standing(member)
    noticed = Activity.objects.own(member)[: THINGS + 1]
    return {
        "form": form,
        "told": told_rows(
            member, member.phones.order_by("pk"), Preference.objects.for_member(member)
        ),
        "told_is_used": stands["remember_choices", "choices"].allowed,
        "noticed": noticed_rows(noticed[:THINGS]),
        "older": len(noticed) > THINGS,
        "worked_out": worked_out_rows(Inference.objects.for_member(member)),
        "looks": looks_at(member),
        "uses": use_rows(Use.objects.of(member.subject).select_related("actor")[:USES]),
        "done": done,
        "done_at": when_words(done.at) if done else "",
        "token": request.GET.get("done", ""),
        "choices": choice_rows(stands),
        "locked": locked_rows(),
        "paused": paused_words(ConsentNow.objects.filter(subject=member.subject)),
        "key": uuid4().hex,
        "l_change": _("Change"),
        "l_forget": _("Forget"),
    }


def back_to(request: HttpRequest, change: undo.Change) -> HttpResponse:
    """The page, at the place of the change, which may be taken back there for a while."""
    token = undo.keep(request.member, change)
    return redirect(f"{reverse('accounts:persona')}?done={token}#{change.where}")


@require_POST
@member_required
def undo_create(request: HttpRequest) -> HttpResponse:
    """Take the last press back. Later than half a minute, the same page does it by hand."""
    change = undo.take(request.member, request.POST.get("token", ""))
    if change is None:
        late = _("It is too late to undo this. You can change it here.")
        return back_to(request, undo.Change(says=late, where="pause"))
    with transaction.atomic():
        if change.choices:
            decide(
                request.member,
                change.choices,
                by=request.user,
                through="undo",
                screen="/me/",
                language=get_language(),
                key=f"undo:{change.receipt}",
            )
        undo.put_back(request.member, change)
    done = undo.Change(says=_("We put it back as it was."), where=change.where)
    return back_to(request, done)
