"""The first page: what needs you, what is coming, what is done, without a click."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.access import first_page
from accounts.acting import open_to_trusted
from accounts.models import Role, TrustedAct
from accounts.views.helping import helps
from portal.home import at_home


@require_safe
@open_to_trusted(looks=TrustedAct.What.HOME)
def home(request):
    if request.member is not None:
        return render(request, "portal/home.html", at_home(request.member))
    if request.user.role == Role.MEMBER:
        if helps(request.user):
            return redirect("accounts:helping_list")
        raise PermissionDenied  # signed up, and not a member of ours: first_page would lead here
    return redirect(first_page(request.user))
