"""What the demo's orders specialist put right, by the code that does so."""

import datetime as dt

from accounts.models import User
from claims.models import Order
from outreach.goodwill import give, noted_of
from outreach.models import Recovery
from outreach.recovering import open_one, step
from portal.demo.members.priya import CAME_LATE
from portal.demo.people import BY_SLUG
from portal.demo.then import Then


def make_up_for(now: dt.datetime) -> None:
    """Priya's cushion came late, three weeks ago."""
    ines = User.objects.get(email=BY_SLUG["ines"].email)
    then = Then(now, BY_SLUG["priya"].zone)
    order = Order.objects.get(number=CAME_LATE)
    opened = then.at(-27, 9)
    open_one("date", f"demo:{order.pk}", order.member_id, "order", order.pk, opened)
    case = Recovery.objects.get(subject_id=order.pk)
    step(case, "told", "The carrier lost a day in Memphis.", by=ines, at=then.at(-27, 10))
    step(case, "dated", "", by=ines, at=then.at(-27, 11))
    step(case, "fixed", "It came on the new day.", by=ines, at=then.at(-24, 15))
    case.refresh_from_db()
    note = "I am sorry that your cushion took so long. I hope that it helps."
    noted = noted_of(case, 1_000, note, by=ines, at=then.at(-24, 16))
    give(case, 1_000, "time", noted, by=ines, at=then.at(-24, 16))
