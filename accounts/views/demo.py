"""In the demo, one click signs you in as one of its made-up people. Elsewhere there is nothing."""

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from accounts.checks import demo_is_open
from accounts.models import User


@login_not_required
@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    if not demo_is_open():
        raise Http404
    try:
        user = get_object_or_404(User.objects.made_up(), pk=request.POST.get("user"))
    except ValidationError as wrong:
        raise Http404 from wrong
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure())
    login = Login(user=user, redirect_url=target if safe else None)
    return perform_login(request, login)
