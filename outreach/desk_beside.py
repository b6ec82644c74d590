"""What a desk says beside its lists of calls, in one query: every statement is a wait."""

import datetime as dt
from uuid import UUID

import msgspec
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Func, QuerySet, Subquery, Value
from django.db.models.functions import JSONObject
from msgspec import Struct
from msgspec.structs import asdict

from accounts.models import User
from outreach.models import CallRequest, HandOver, PhoneCall, Skill

MOST_RINGING = 5


class Rings(Struct, frozen=True):
    """As much of a `PhoneCall` as a row of it says."""

    id: UUID
    number: str
    began_at: dt.datetime

    def phone_call(self) -> PhoneCall:
        return PhoneCall(**asdict(self))


class Beside(Struct, frozen=True):
    """``calls``: how many are to be made, on every page of them. ``to_take``: cases that wait for
    the answer of whoever looks. ``trained``: the topics that they were trained for."""

    calls: int
    to_take: int
    trained: list[str]
    ringing: list[Rings]


def beside(user: User, at: dt.datetime) -> Beside:
    skills = Skill.objects.filter(specialist=user.pk, trained_on__lte=at.date())
    phone_calls = PhoneCall.objects.ringing_for(user, at)[:MOST_RINGING]
    json = JSONObject(**{name: F(name) for name in Rings.__struct_fields__})
    found = User.objects.filter(pk=user.pk).values(
        calls=count(CallRequest.objects.open().still_meant()),
        to_take=count(HandOver.objects.waiting().filter(taker=user)),
        trained=ArraySubquery(skills.values("topic")),
        ringing=ArraySubquery(phone_calls.values(json=json)),
    )
    return msgspec.convert(found.get(), Beside)


def count(rows: QuerySet) -> Subquery:
    return Subquery(rows.order_by().values(n=Func(Value(1), function="COUNT")))
