"""What is said first on a call: asked of the gate, noted when said, hidden when it is off."""

from accounts.clock import waking_day
from accounts.consent import allows, standing
from accounts.models import Activity, User
from claims.answers.words import local_date
from outreach.models import Call, CallRequest, Recovery, RecoveryStep
from outreach.opener import OURS, Opener, case_opener, late_order_opener, opener, plain_opener

SEES = ("see_what_i_checked", "activity")
LONGEST = 300  # characters of what is said instead


def first_words(call: Call, *, actor: User) -> Opener:
    """What we put right comes before what they may have come for; that uses nothing they did."""
    if case := late_order(call):
        done = case.steps.exclude(what=RecoveryStep.What.TOLD)
        return late_order_opener(found=done.exists())
    if call.subject in OURS and not call.asked:
        return case_opener(call.subject)
    if call.helper or not allows(call.member, *SEES, doing="opener", actor=actor):
        return plain_opener(asked=call.asked)
    checked = list(Activity.objects.filter(member=call.member).values_list("kind", "day"))
    zone = call.member.time_zone
    today, chosen = waking_day(zone), standing(call.member)[SEES].now
    on = local_date(chosen.effective_at, zone) if chosen else None
    return opener(checked, subject=call.subject, asked=call.asked, today=today, since=on)


def say_first(call: Call, choice: str, words: str, *, by: User) -> bool:
    """Note what became of the opener, once; ``words`` are what they say instead. False if not.

    What is said instead is hidden with the opener, when the member turns that off.
    """
    now_on = Call.objects.unfinished().filter(pk=call.pk, specialist=by, opener_choice="")
    if choice not in Call.Choice.values or (choice == Call.Choice.CHANGED and not words):
        return False
    values = {"opener_choice": choice}
    if choice == Call.Choice.CHANGED:
        values["opener"] = words[:LONGEST]
    if choice == Call.Choice.SKIPPED:
        values |= {"opener": plain_opener(asked=call.asked).sentence, "because": ""}
    return bool(now_on.update(**values))


def late_order(call: Call) -> Recovery | None:
    """What we put right of the order that we call about."""
    if call.helper or call.subject != CallRequest.Subject.ORDER:
        return None
    return Recovery.objects.open().filter(subject="order", subject_id=call.subject_id).first()
