"""What the demo's members decided and what staff did with it, for an officer to ask about."""

import datetime as dt

from django.db import transaction

from accounts.consent import allows, decide
from accounts.models import EmergencyAccess, Member, User
from portal.demo.people import BY_SLUG, MEMBERS, Person

CHECKED = ("see_what_i_checked", "activity")
#: Enough of them to be a number: fewer than ten are not shown.
BY_EMAIL = ("daniel", "rosa", "ahmed", "grace", "ellen", "tom", "priya", "kit", "luis", "walter")
BY_TEXT = ("rosa", "ahmed", "kit")


def leave_traces(people: list[Person], now: dt.datetime) -> None:
    """Decisions, uses, a refusal and an emergency, each by the function that the pages call."""
    if not {*MEMBERS, BY_SLUG["nadia"], BY_SLUG["omar"], BY_SLUG["ines"]} <= set(people):
        return
    for slug in BY_EMAIL:
        channels = {("other_services", "email"): True}
        if slug in BY_TEXT:
            channels["other_services", "text"] = True
        choose(slug, channels)
    sam_changes_his_mind(now)
    EmergencyAccess.objects.begin(
        user_of("ines"),
        member_of("walter"),
        "A nurse called: he is in the hospital and they need the state of his claims.",
    )


def sam_changes_his_mind(now: dt.datetime) -> None:
    """A paper of three days ago turns it on, Omar uses it, Sam turns it off, Omar is refused."""
    signed = {"by": user_of("nadia"), "who": "paper", "through": "paper"}
    choose("sam", {CHECKED: True}, **signed, effective_at=now - dt.timedelta(days=3))
    ask_gate("sam", by="omar")
    choose("sam", {CHECKED: False})
    ask_gate("sam", by="omar")


def choose(slug: str, choices: dict[tuple[str, str], bool], **said: object) -> None:
    member = member_of(slug)
    plain = {"by": member.user, "screen": "persona", "language": member.language}
    decide(member, choices, key=f"demo-{choices}"[:100], **plain | said)  # type: ignore[arg-type]


@transaction.atomic
def ask_gate(slug: str, *, by: str) -> None:
    allows(member_of(slug), *CHECKED, doing="opener", actor=user_of(by))


def member_of(slug: str) -> Member:
    return Member.objects.select_related("user").get(number=BY_SLUG[slug].number)


def user_of(slug: str) -> User:
    return User.objects.get(email=BY_SLUG[slug].email)
