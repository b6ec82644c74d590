"""Whom the benchmark asks for: one member with a few dozen claims, among many others."""

from django.conf import settings
from django.db import connection
from django.test import Client

from accounts.models import Member
from claims.facts import Adjustment, Amounts, ClaimState, Line
from claims.models import Claim
from tests import make
from tests.many import copies

EMAIL = "benchmark@example.com"
STATES = [
    ClaimState.DENIED,
    ClaimState.PAID,
    ClaimState.IN_PROCESS,
    ClaimState.PARTIALLY_DENIED,
    ClaimState.RECEIVED,
]
CLAIMS = 40
LINES = 4


def a_member() -> Member:
    """The member, with claims in five states, each with four lines and an adjustment a line."""
    found = Member.objects.filter(user__email=EMAIL).first()
    if found:
        return found
    member = make.member("Bench", user=make.user(EMAIL))
    for number in range(CLAIMS):
        state = STATES[number % len(STATES)]
        claim = make.claim(
            member,
            state,
            number=f"CLM-B{number + 1:05}",
            billed=40_000,
            allowed=30_000,
            plan_paid=22_000,
            member_owes=8_000,
            lines=lines(),
            notice_on=make.now().date() - 20 * make.DAY if number % 5 in (0, 3) else None,
        )
        make.event(claim, ClaimState.RECEIVED)
    return member


def lines() -> list[Line]:
    return [
        Line(
            number=number,
            description="Therapeutic exercise",
            code="97110",
            service_from=make.now().date() - 14 * make.DAY,
            amounts=Amounts(billed=10_000, allowed=7_500, plan_paid=5_500, member_owes=2_000),
            adjustments=(Adjustment("PR", "50", 2_000),),
        )
        for number in range(1, LINES + 1)
    ]


def a_crowd(number: int) -> None:
    """At least so many claims, nearly all of other members, 20 each."""
    missing = number - Claim.objects.count()
    if missing <= 0:
        return
    stranger = make.member("Stranger", number="", signs_in=False)
    claim = make.claim(stranger, ClaimState.PAID, external_key=f"crowd-{stranger.pk}")
    copies(stranger, missing // 20, subject="gen_random_uuid()")
    others = f"(ARRAY(SELECT id FROM {Member._meta.db_table} WHERE number = ''))"  # noqa: S608
    copies(claim, missing, member_id=f"{others}[1 + nth / 20]")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def cookie_of(member: Member) -> str:
    """What a signed-in browser sends as its Cookie header: session and form token."""
    browser = Client()
    browser.force_login(member.user)
    browser.get("/", headers={"host": "localhost"})
    names = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME)
    return "; ".join(f"{name}={browser.cookies[name].value}" for name in names)
