"""A member asks for a call, sees what happens next, and may cancel."""

import datetime as dt
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import available_timezones

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from msgspec.structs import replace

from accounts.access import member_required
from accounts.acting import open_to_trusted
from accounts.clock import now
from accounts.consent import standing
from accounts.models import Level, Member, TrustedAct
from accounts.see_question import may_ask
from claims.answers.answer import Answer
from claims.answers.person import person_panel
from claims.answers.words import say
from claims.models import Feedback
from outreach.call_words import CallWords, call_words, promise_words
from outreach.forms.call_request import LONGEST_SEARCH, CallRequestForm, they_looked_for
from outreach.forms.trusted_call import TrustedCallForm
from outreach.limit import limited
from outreach.models import Booking, CallRequest
from outreach.remembered import Remembered, remembered
from outreach.scheduling.book import already as already_booked
from outreach.scheduling.book import take
from outreach.scheduling.hold import hold, kept_for
from outreach.scheduling.keeping import give_keeper, take_as_wished
from outreach.scheduling.matching import Wish
from outreach.scheduling.need import Need
from outreach.subject import coming_about, need_about, own_answer, parse_about, things_to_choose
from outreach.times import (
    ask_of,
    choice_of,
    hint_of,
    label_of,
    say_it_is_gone,
    times_for,
    value_of,
)
from outreach.views.new_number import ask_for_code, hold_back

FIRST_WORDS = frozenset({"searched", "feedback"})


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
@open_to_trusted(Level.ASK_CALLS, does=TrustedAct.What.CALL_ASKED)
@limited("book")
def call_request_create(request: HttpRequest) -> HttpResponse:
    """Asking twice about one thing shows the request that is open already.

    A POST may bring only the first words, from a search or a question: it fills the form.
    """
    subject, subject_id = parse_about(request.GET.get("about", ""))
    answer = about_answer(request, subject, subject_id)
    already = coming_about(request.member, subject, subject_id)
    brings = request.method == "POST" and not FIRST_WORDS.isdisjoint(request.POST)
    if already and brings:
        already.say_too(they_looked_for(searched(request)) or question(request))
    if already and (brings or (subject and request.method != "POST")):
        return redirect(already)
    at = now()
    typed = request.POST if request.method == "POST" and not brings else None
    need = need_about(subject, subject_id, answer, request.member, zone=zone_of(request))
    form = form_for(request, typed, need, at)
    if form.is_valid():
        new = hold_back(request, form, known_number(request, already))
        if made := make(request, form, subject, subject_id, at):
            return ask_for_code(request, made, new)
    if typed is not None and "when" not in form.errors:
        keep_chosen(request.member, form, need, at)
    request.elsewhere = need.zone
    return render(request, "outreach/call_request_create.html", form_context(request, form, answer))


def known_number(request: HttpRequest, already: Booking | CallRequest | None) -> str:
    """Where they are called without another word; "" for whoever helps them, who says their own."""
    if request.member.acting:
        return ""
    return already.phone if already else request.member.known_phone()


def zone_of(request: HttpRequest) -> str:
    """Where the member says that they are, "" for where they live."""
    zone = request.GET.get("zone", "")
    elsewhere = zone in available_timezones() and zone != request.member.time_zone
    return zone if elsewhere else ""


def form_for(
    request: HttpRequest, typed: QueryDict | None, need: Need, at: dt.datetime
) -> CallRequestForm | TrustedCallForm:
    """Filled in with what the member need not say twice; whoever helps them has a shorter one."""
    known = remembered(request.member) if typed is None else Remembered()
    plain = {
        "about_item": bool(need.subject),
        "things": () if need.subject else things_to_choose(request.member, now=at),
        "initial": {
            "note": "\n".join(filter(None, (question(request), known.note))),
            "looked_for": searched(request),
            "best_time": known.best_time,
        },
    }
    if request.member.acting:
        return TrustedCallForm(typed, **plain)
    kept = kept_for(request.member, at) if "kept" in request.GET else None
    times = times_for(request.member, need, at, kept)
    return CallRequestForm(
        typed,
        times=times,
        hint=hint_of(request.member, need, kept, times),
        has_talked=Booking.objects.for_member(request.member).talked().exists(),
        phone=request.member.known_phone(),
        **plain,
    )


def keep_chosen(member: Member, form: CallRequestForm, need: Need, at: dt.datetime) -> None:
    """The time that they chose is theirs while they mend the rest of the form."""
    need = replace(need, way=form.cleaned_data.get("way") or need.way)
    chosen = choice_of(member, need, at, form.cleaned_data.get("when", ""))
    if chosen and (kept := hold(member, chosen, need, at)):
        own = (value_of(chosen), label_of(chosen, need.zone_of(member), at))
        others = [one for one in form.fields["when"].choices if one[0] not in ("", own[0])]
        form.offer([own, *others], hint_of(member, need, kept, [own]))


def make(
    request: HttpRequest,
    form: CallRequestForm,
    subject: str,
    subject_id: UUID | None,
    at: dt.datetime,
) -> Booking | CallRequest | None:
    """What the filled form asks for; None, and an error on it, when its time cannot be had."""
    fields = dict(form.cleaned_data)
    which, which_id = parse_about(fields.pop("which", ""))
    subject, subject_id = subject or which or fields.get("subject", ""), subject_id or which_id
    fields |= {"subject": subject, "subject_id": subject_id}
    when, key = fields.pop("when", ""), fields.pop("key", None) or uuid4()
    wish = Wish(fields.pop("person", ""))
    if not when:
        asked = CallRequest.objects.ask(request.member, at, **fields)
        give_keeper(asked, at)
        return asked
    answer = about_answer(request, subject, subject_id)
    need = need_about(
        subject,
        subject_id,
        answer,
        request.member,
        way=fields["way"],
        wish=wish,
        zone=zone_of(request),
    )
    ask = ask_of(need, fields, key=key, by=request.user.pk)
    choice = choice_of(request.member, need, at, when)
    booked = (
        take(request.member, ask, [choice], at) if choice else already_booked(request.member, ask)
    )
    if booked and wish.person == "new":
        take_as_wished(booked, at)
    if booked is None:
        say_it_is_gone(form, when, request.member, need, at)
    return booked


def searched(request: HttpRequest) -> str:
    """What the member typed into a search box; by POST, so that no words stand in an address."""
    return request.POST.get("searched", "").replace("\0", "").strip()[:LONGEST_SEARCH]


def question(request: HttpRequest) -> str:
    """What the member asked below an answer, by its key."""
    try:
        key = UUID(request.POST.get("feedback") or request.GET.get("feedback", ""))
    except ValueError:
        return ""
    press = Feedback.objects.for_member(request.member).filter(pk=key).first()
    return press.question if press else ""


def about_answer(request: HttpRequest, subject: str, subject_id: UUID | None) -> Answer | None:
    if subject_id is None:
        return None
    answer = own_answer(request.member, subject, subject_id, now=now())
    if answer is None:
        raise Http404
    return answer


def form_context(
    request: HttpRequest, form: CallRequestForm, answer: Answer | None
) -> dict[str, Any]:
    panel = person_panel(now(), request.member.time_zone, phone=answer.phone if answer else "")
    words = form["looked_for"].value()
    looked_for = say(_("You looked for: {words}"), words=words) if words else ""
    return {
        "form": form,
        "answer": answer,
        "panel": panel,
        "looked_for": looked_for,
        "waiting": waiting(request.member),
        "zone": zone_of(request) or request.member.time_zone,
        "about": request.GET.get("about", ""),
    }


def waiting(member: Member) -> list[dict[str, str]]:
    """Calls that are asked for already: who leaves the page that says so must find it again."""
    at = now()
    return [
        {
            "url": asked.get_absolute_url(),
            "about": str(asked.get_subject_display()),
            "promise": promise_words(asked, now=at, zone=member.time_zone),
        }
        for asked in CallRequest.objects.for_member(member)
        .open()
        .still_meant()
        .order_by("call_by", "pk")
    ]


@require_safe
@member_required
@open_to_trusted(Level.ASK_CALLS, looks=TrustedAct.What.CALL)
def call_request_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    asked = get_object_or_404(CallRequest.objects.for_member(request.member), pk=pk)
    words: CallWords = call_words(asked, now=now(), zone=request.member.time_zone)
    may = words.is_open and may_ask(request.member, standing(request.member))
    context = {"words": words, "asked": asked, "may_ask": may}
    return render(request, "outreach/call_request_detail.html", context)


@require_POST
@member_required
@open_to_trusted(Level.ASK_CALLS, does=TrustedAct.What.CALL_CANCELLED)
@limited("cancel")
def cancellation_create(request: HttpRequest, pk: UUID) -> HttpResponse:
    asked = get_object_or_404(CallRequest.objects.for_member(request.member), pk=pk)
    if asked.cancel():
        messages.success(request, _("We cancelled the call."))
    else:
        messages.info(request, _("This call had already ended."))
    return redirect(asked)
