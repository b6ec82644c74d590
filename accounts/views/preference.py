"""What a member told us: said anew, or forgotten."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import undo
from accounts.access import member_required
from accounts.forms.persona import PreferenceForm
from accounts.models import Preference
from accounts.views.persona import back_to


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def preference_update(request: HttpRequest, about: str) -> HttpResponse:
    if about not in Preference.About:
        raise Http404
    was = before(request, about)
    form = PreferenceForm(
        request.POST if request.method == "POST" else None,
        about=Preference.About(about),
        initial={"words": was},
    )
    if form.is_valid():
        undo.tell(request.member, about, form.cleaned_data["words"])
        says = _("We saved what you told us.") if form.cleaned_data["words"] else _("We forgot it.")
        return back_to(request, undo.Change(says=says, where=f"told-{about}", told={about: was}))
    return render(request, "accounts/preference.html", {"form": form})


@require_POST
@member_required
def preference_forget(request: HttpRequest, about: str) -> HttpResponse:
    if about not in Preference.About and about not in undo.OF_THE_MEMBER:
        raise Http404
    was = before(request, about)
    undo.tell(request.member, about, "")
    change = undo.Change(says=_("We forgot it."), where=f"told-{about}", told={about: was})
    return back_to(request, change)


def before(request: HttpRequest, about: str) -> str:
    """What the member said about it until now; "" for nothing."""
    if about in undo.OF_THE_MEMBER:
        return getattr(request.member, about)
    return Preference.objects.words(request.member, about)
