"""The rules that write to members of their own accord: see, try, propose, start, stop."""

import datetime as dt

from django.contrib import messages as notes
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import rules_required
from accounts.clock import now
from outreach.dry_run import dry_run
from outreach.effect_words import effect_words
from outreach.effects import has_no_effect, outcomes
from outreach.models import Rule
from outreach.models.rule import EVERYTHING
from outreach.notice import Kind
from outreach.nudges import NUDGES
from outreach.nudges.nudge import Nudge
from outreach.owed_words import OWED, owed_row, owed_rows
from outreach.rule_words import facts_of, previews, rows, rule_row, stopped_words, tried_words
from outreach.views.undelivered import UNDELIVERED

PEOPLE = ("proposed_by", "started_by", "stopped_by")


@require_safe
@rules_required
def rule_list(request: HttpRequest) -> HttpResponse:
    rules = list(Rule.objects.select_related(*PEOPLE))
    everything = next((one for one in rules if one.key == EVERYTHING), None)
    context = {
        "rows": rows(rules, useless(now())),
        "owed": owed_rows(rules),
        "stopped": stopped_words(everything) if everything else "",
        "parked": sum(model.objects.parked().count() for model in UNDELIVERED.values()),
    }
    return render(request, "outreach/rule_list.html", context)


def useless(at: dt.datetime) -> set[str]:
    """Offers that enough were held back from, and that show no effect."""
    offers = [key for key, nudge in NUDGES.items() if nudge.notice.kind is Kind.OFFER]
    return {key for key in offers if has_no_effect(outcomes(key, at))}


@require_safe
@rules_required
def rule_detail(request: HttpRequest, key: str) -> HttpResponse:
    """A rule that writes of its own accord, or one of those messages that are owed."""
    if key not in OWED:
        return shown(request, nudge_of(key))
    notice = OWED[key]
    rule = Rule.objects.select_related(*PEOPLE).filter(key=key).first()
    context = {
        "row": owed_row(notice, rule),
        "asked": notice.kind is Kind.ASKED,
        "previews": previews(notice),
    }
    return render(request, "outreach/owed_detail.html", context)


@require_POST
@rules_required
def dry_run_create(request: HttpRequest, key: str) -> HttpResponse:
    """How many it would write to now; nothing of it stays, and nobody is named."""
    nudge = nudge_of(key)
    return shown(request, nudge, tried=tried_words(dry_run(nudge, now())))


def shown(request: HttpRequest, nudge: Nudge, **more: object) -> HttpResponse:
    rule = Rule.objects.select_related(*PEOPLE).filter(key=nudge.key).first()
    context = {
        "row": rule_row(nudge, rule),
        "facts": facts_of(nudge),
        "previews": previews(nudge.notice),
        "effect": effect_words(nudge, outcomes(nudge.key, now())),
        "by_member": nudge.gather is not None,
    }
    return render(request, "outreach/rule_detail.html", context | more)


@require_POST
@rules_required
@transaction.atomic
def proposal_create(request: HttpRequest, key: str) -> HttpResponse:
    rule_of(key).propose(request.user, now())
    notes.success(request, _("Proposed. Another person must look at it before it starts."))
    return redirect("outreach:rule_detail", key)


@require_POST
@rules_required
@transaction.atomic
def start_create(request: HttpRequest, key: str) -> HttpResponse:
    rule = rule_of(key)
    if rule.start(request.user, now()):
        notes.success(request, _("It runs now."))
    elif rule.stopped_at:
        notes.error(request, _("It was stopped. Somebody must propose it anew."))
    else:
        notes.error(request, _("Another person than who proposed it must let it start."))
    return redirect("outreach:rule_detail", key)


@require_POST
@rules_required
@transaction.atomic
def rule_stop_create(request: HttpRequest, key: str) -> HttpResponse:
    """One rule, or everything; in effect with the next message."""
    rule = rule_of(key) if key in NUDGES else always_on(key)
    rule.stop(request.user, now())
    notes.success(request, _("Stopped. Nothing more is sent, and what waits goes on waiting."))
    return to_page_of(key)


@require_POST
@rules_required
@transaction.atomic
def go_on_create(request: HttpRequest, key: str) -> HttpResponse:
    """Let it go on; what is not true any more is refused then, one by one. A rule of ours that was
    stopped is proposed anew instead."""
    always_on(key).go_on()
    notes.success(request, _("Messages go on. What is no longer needed is not sent."))
    return to_page_of(key)


def to_page_of(key: str) -> HttpResponse:
    if key == EVERYTHING:
        return redirect("outreach:rule_list")
    return redirect("outreach:rule_detail", key)


def nudge_of(key: str) -> Nudge:
    if key not in NUDGES:
        raise Http404
    return NUDGES[key]


def always_on(key: str) -> Rule:
    """The row that stops what nobody starts: one kind of what is owed, or everything."""
    if key != EVERYTHING and key not in OWED:
        raise Http404
    return Rule.of(key, OWED[key].version if key in OWED else 1)


def rule_of(key: str) -> Rule:
    return Rule.of(key, nudge_of(key).version)
