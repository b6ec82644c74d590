"""A member wants to pay. No card is typed here: a person calls and takes the payment."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import member_required
from accounts.clock import now
from claims.answers.balance_case import balance_case
from claims.answers.words import money, plain, say
from claims.models import Balance
from outreach.forms.payment import PaymentForm
from outreach.models import CallRequest
from outreach.scheduling.keeping import give_keeper
from outreach.views.new_number import ask_for_code, hold_back


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def payment_create(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What cannot be paid is 400 with the reason, and nothing is written (T47)."""
    member = request.member  # type: ignore[attr-defined]
    balance = get_object_or_404(Balance.objects.for_member(member).with_answer(), pk=pk)
    due = balance_case(balance.facts(), now=now(), zone=member.time_zone).due
    typed = request.POST if request.method == "POST" else None
    about = {"subject": CallRequest.Subject.BALANCE, "subject_id": pk}
    already = CallRequest.objects.asked_by_reader(member).open().filter(**about).first()
    phone = already.phone if already else member.known_phone()
    form = PaymentForm(typed, due=due, phone=phone)
    if form.is_valid():
        new = hold_back(request, form, phone)
        about |= {"phone": form.cleaned_data["phone"], "note": wish(form.cleaned_data["amount"])}
        asked = CallRequest.objects.ask(member, now(), **about)
        give_keeper(asked, now())
        return ask_for_code(request, asked, new)
    context = {"form": form, "balance": balance, "due": due, "owed": owed_words(due)}
    status = 400 if form.is_bound else 200
    return render(request, "outreach/payment_create.html", context, status=status)


def wish(cents: int) -> str:
    """For staff, so in English whatever the member reads."""
    return plain(say("They want to pay {amount}.", amount=money(cents)))


def owed_words(due: int) -> str:
    if due <= 0:
        return _("You do not owe anything now.")
    return say(_("You owe {amount} now. You can pay all of it, or a part."), amount=money(due))
