"""Goodwill that the demo's orders specialist added, by the code that does so."""

import datetime as dt

from accounts.models import User
from claims.facts import Deed
from claims.models import Order
from claims.store.order_deeds import Noted, record
from portal.demo.members.priya import CAME_LATE
from portal.demo.people import BY_SLUG
from portal.demo.then import Then


def make_up_for(now: dt.datetime) -> None:
    """Priya's cushion came late, three weeks ago."""
    ines = BY_SLUG["ines"]
    then = Then(now, BY_SLUG["priya"].zone)
    goodwill = Noted(
        deed=Deed.GOODWILL,
        who=ines.name,
        cents=1_000,
        words="anything from Porchlight Home Medical",
        note="I am sorry that your cushion took so long. I hope that it helps.",
        use_by=then.day(70),
    )
    order = Order.objects.get(number=CAME_LATE)
    record(order.pk, goodwill, by=User.objects.get(email=ines.email), at=then.at(-24, 15))
