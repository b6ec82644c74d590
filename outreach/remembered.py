"""What a member need not say twice when they ask for a call: asked of the gate each time."""

from django.db import transaction
from msgspec import Struct

from accounts.consent import allows, standing
from accounts.models import Inference, Member, Preference
from accounts.persona_words import part_of_day
from outreach.models import CallRequest

NOTED = (
    Preference.About.REACH,
    Preference.About.INTERPRETER,
    Preference.About.CAREFUL,
    Preference.About.MATTERS,
)


class Remembered(Struct, frozen=True):
    """In the member's own words where there are any; "" for what we may not use or do not know."""

    best_time: str = ""
    note: str = ""


def remembered(member: Member) -> Remembered:
    """What to fill in for them; for nobody who asks in their place.

    While it is off nobody wants to use it, so that the use log does not say at each call that we
    did not.
    """
    if member.acting or not standing(member)["remember_choices", "choices"].allowed:
        return Remembered()
    return _asked(member)


@transaction.atomic
def _asked(member: Member) -> Remembered:
    """Their word about the time wins over our guess."""
    if not allows(member, "remember_choices", "choices", doing="call_form"):
        return Remembered()
    told = {one.about: one.words for one in Preference.objects.for_member(member)}
    guess = Inference.objects.for_member(member).filter(about=Inference.About.CALL_TIME).first()
    best_time = told.get(Preference.About.BEST_TIME) or (part_of_day(guess) if guess else "")
    lines = [f"{about.label}: {told[about]}" for about in NOTED if about in told]
    longest = CallRequest._meta.get_field("best_time").max_length
    return Remembered(best_time[:longest], "\n".join(lines))
