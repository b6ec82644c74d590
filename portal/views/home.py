"""The first page: what needs you, what is coming, what is done, without a click."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.models import Role
from portal.home import at_home


@require_safe
def home(request):
    if request.member is not None:
        return render(request, "portal/home.html", at_home(request.member))
    if request.user.role in {Role.SPECIALIST, Role.SUPERVISOR}:
        return redirect("/desk/")
    return render(request, "portal/staff_home.html", {"role": request.user.get_role_display()})
