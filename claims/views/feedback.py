"""Whether an answer answered the question; and if not, what the member still wants to know."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import member_required
from claims.forms.feedback import FeedbackForm, QuestionForm
from claims.models import Balance, Claim, Feedback, Order

SUBJECTS = {"claim": Claim, "order": Order, "balance": Balance}


@require_POST
@member_required
def feedback_create(request):
    form = FeedbackForm(request.POST)
    if not form.is_valid():
        raise Http404
    subject, key = form.cleaned_data["about"]
    thing = get_object_or_404(SUBJECTS[subject].objects.for_member(request.member), pk=key)
    answered = form.cleaned_data["answered"]
    press = Feedback.objects.give(request.member, subject, key, answered=answered)
    if not answered:
        return redirect(press)
    thanks = _("Thank you. We wrote that down.")
    if request.htmx:
        return render(request, "components/feedback.html", {"said": thanks})
    messages.success(request, thanks)
    return redirect(thing)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def feedback_detail(request, pk):
    press = get_object_or_404(Feedback.objects.for_member(request.member), pk=pk)
    form = QuestionForm(request.POST or None, instance=press)
    if form.is_valid():
        press.ask(form.cleaned_data["question"])
        return redirect(press)
    template = "claims/feedback_detail.html"
    context = {"form": form, "press": press, "about": f"{press.subject}:{press.subject_id}"}
    return render(request, template + "#feedback" if request.htmx else template, context)
