"""What we worked out: forgotten for good, or put right in the member's own words."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import undo
from accounts.access import member_required
from accounts.forms.persona import CorrectionForm
from accounts.models import Inference, Preference, Suppression
from accounts.persona_words import worked_out_rows
from accounts.views.persona import back_to


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def inference_update(request: HttpRequest, about: str) -> HttpResponse:
    """“That is wrong.” From now on the member's word stands in its place."""
    guess = get_object_or_404(Inference.objects.for_member(request.member), about=about)
    form = CorrectionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return back_to(request, put_right(guess, form.cleaned_data["words"]))
    (row,) = worked_out_rows([guess])
    return render(request, "accounts/inference.html", {"form": form, "row": row})


@require_POST
@member_required
def inference_forget(request: HttpRequest, about: str) -> HttpResponse:
    guess = get_object_or_404(Inference.objects.for_member(request.member), about=about)
    return back_to(request, put_right(guess, ""))


@transaction.atomic
def put_right(guess: Inference, words: str) -> undo.Change:
    """Drop the guess, let it never come back, and keep the member's word if they gave one."""
    member = guess.member
    Suppression.objects.suppress(member, guess.about)
    if not words:
        says = _("We forgot it, and we will not work it out again.")
        return undo.Change(says=says, where="worked-out", rows=[guess], suppressed=guess.about)
    was = Preference.objects.words(member, guess.told_as)
    Preference.objects.tell(member, guess.told_as, words)
    return undo.Change(
        says=_("Thank you. Your word counts now, and we will not guess this again."),
        where=f"told-{guess.told_as}",
        rows=[guess],
        suppressed=guess.about,
        told={guess.told_as.value: was},
    )
