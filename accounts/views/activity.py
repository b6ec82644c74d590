"""What we noticed: forgotten by the day, or all before one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import undo
from accounts.access import member_required
from accounts.forms.persona import DaysForm
from accounts.models import Activity
from accounts.views.persona import back_to, page


@require_POST
@member_required
def activity_forget(request: HttpRequest) -> HttpResponse:
    form = DaysForm(request.POST)
    if not form.is_valid():
        return render(request, "accounts/persona.html", page(request, form))
    gone = Activity.objects.own(request.member).forget(**form.cleaned_data)
    says = _("We forgot it.") if gone else _("There was nothing to forget.")
    return back_to(request, undo.Change(says=says, where="noticed", rows=gone))
