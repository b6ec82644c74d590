"""Tells members that a request about their data is answered, once each."""

import datetime as dt

from django.db.models import CharField, Exists, OuterRef
from django.db.models.functions import Cast

from accounts.models import DataRequest
from outreach.models import Message
from outreach.outbox import post

LATELY = dt.timedelta(days=3)  # whoever finished it, and however long no worker ran
AT_ONCE = 200


def tell_of_answers(at: dt.datetime) -> int:
    """Post what is not told yet; found twice it is one message. How many requests were found.

    Who asked us to close their sign-in has no account to read it in.
    """
    told = Message.objects.filter(
        member=OuterRef("member"), notice="data_answered", key=Cast(OuterRef("pk"), CharField())
    )
    found = (
        DataRequest.objects.filter(finished_at__gt=at - LATELY, closes_sign_in=False)
        .exclude(Exists(told))
        .select_related("member")
        .order_by("finished_at")[:AT_ONCE]
    )
    for request in found:
        post(
            request.member,
            "data_answered",
            purpose="service_messages",
            category="choices",
            key=str(request.pk),
            context={"data_request": str(request.pk)},
        )
    return len(found)
