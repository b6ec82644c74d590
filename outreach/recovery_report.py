"""How often we break our word and how well we put it right, and whether what we add is fair."""

import datetime as dt

from django.db import connection
from django.db.models import Avg, Count, Exists, F, Max, OuterRef, Q, Sum
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from claims.answers.answer import Table
from claims.answers.words import money, say
from claims.models import Promise
from outreach.models import Booking, CallRequest, Goodwill, Post, Pulse, Recovery
from outreach.understood_words import share

Failure = Recovery.Failure
LATELY = dt.timedelta(days=30)
WEEK = dt.timedelta(days=7)
IN_TIME = """
SELECT count(*) FILTER (WHERE came.day <= bought.needed_on), count(*)
  FROM outreach_recovery at_risk
  JOIN claims_order bought ON bought.id = at_risk.subject_id
  JOIN accounts_member member ON member.id = at_risk.member_id
  LEFT JOIN LATERAL (
    SELECT max((parcel.state_at AT TIME ZONE member.time_zone)::date) AS day
      FROM claims_shipment parcel WHERE parcel.order_id = bought.id
  ) came ON bought.state = 'delivered'
 WHERE at_risk.failure = 'order' AND at_risk.opened_at > %(since)s
   AND (came.day IS NOT NULL
        OR bought.needed_on < (%(at)s::timestamptz AT TIME ZONE member.time_zone)::date)
"""


def both_sides(at: dt.datetime) -> list[str]:
    """How often we fail stands first, and how we put it right after it; neither has a target."""
    said = Promise.objects.filter(settled_at__gt=at - LATELY, outcome__in=["kept", "broken"])
    dates = said.aggregate(all=Count("pk"), broken=Count("pk", filter=Q(outcome="broken")))
    cases = Recovery.objects.filter(opened_at__gt=at - LATELY).aggregate(
        all=Count("pk"),
        soon=Count("pk", filter=Q(first_act_at__lte=F("begin_by"))),
        fixed=Count("pk", filter=Q(fixed_at__isnull=False)),
    )
    return [
        say(
            _("In the last 30 days we broke {n} of {all} dates."),
            n=f"{dates['broken']:,}",
            all=f"{dates['all']:,}",
        ),
        say(
            _(
                "Cases in that time: {all}. Begun within two of our open hours: {n}. "
                "Put right: {fixed}."
            ),
            all=f"{cases['all']:,}",
            n=f"{cases['soon']:,}",
            fixed=f"{cases['fixed']:,}",
        ),
    ]


def report(at: dt.datetime) -> list[Table]:
    """How well we put right, and whether the same failure costs us the same; of a year."""
    since = at - 12 * LATELY
    tables = (how_well(since, at), same(since), givers(since))
    return [table for table in tables if table.rows]


def how_well(since: dt.datetime, at: dt.datetime) -> Table:
    lines = (
        (_("We found it before its member said so"), found_first(since)),
        (_("An order that was at risk came by the day it was needed"), in_time(since, at)),
        (_("A date that we told was kept"), kept(since)),
        (_("Its member felt understood afterward"), felt_understood(since)),
    )
    return Table(
        caption=_("How well we put right"),
        head=(_("What"), _("Of how many")),
        rows=tuple((what, share(*counted)) for what, counted in lines if counted[1]),
    )


def found_first(since: dt.datetime) -> tuple[int, int]:
    """Nobody wrote or asked for a call in the week before; late answers are left out."""
    cases = Recovery.objects.filter(opened_at__gt=since).exclude(subject="")
    cases = cases.exclude(failure=Failure.ANSWER)
    week = (OuterRef("opened_at") - WEEK, OuterRef("opened_at"))
    wrote = Post.objects.filter(
        ours=False,
        at__range=week,
        thread__member=OuterRef("member"),
        thread__subject_id=OuterRef("subject_id"),
    )
    of_it = {"member": OuterRef("member"), "subject_id": OuterRef("subject_id")}
    asked = CallRequest.objects.filter(**of_it, asked_at__range=week)
    booked = Booking.objects.filter(**of_it, made_at__range=week)
    said = Q(Exists(wrote)) | Q(Exists(asked)) | Q(Exists(booked))
    counted = cases.aggregate(all=Count("pk"), said=Count("pk", filter=said))
    return counted["all"] - counted["said"], counted["all"]


def in_time(since: dt.datetime, at: dt.datetime) -> tuple[int, int]:
    """Of those that came, or whose day is over."""
    with connection.cursor() as cursor:
        cursor.execute(IN_TIME, {"since": since, "at": at})
        return cursor.fetchone()


def kept(since: dt.datetime) -> tuple[int, int]:
    said = Promise.objects.filter(settled_at__gt=since, outcome__in=["kept", "broken"])
    counted = said.aggregate(all=Count("pk"), kept=Count("pk", filter=Q(outcome="kept")))
    return counted["kept"], counted["all"]


def felt_understood(since: dt.datetime) -> tuple[int, int]:
    """Of those who answered that question after we put something right."""
    given = Pulse.objects.filter(moment=Pulse.Moment.RECOVERY, answered_at__gt=since)
    given = given.exclude(understood="")
    yes = Q(understood=Pulse.Agreement.YES)
    counted = given.aggregate(all=Count("pk"), yes=Count("pk", filter=yes))
    return counted["yes"], counted["all"]


def same(since: dt.datetime) -> Table:
    fixed = Recovery.objects.exclude(fixed_at=None).filter(opened_at__gt=since)
    grouped = fixed.values("failure", "member__language").annotate(
        cases=Count("pk"), mean=Avg("goodwill"), most=Max("goodwill")
    )
    return Table(
        caption=_("The same failure, by the language that members read"),
        head=(
            _("What went wrong"),
            _("Language"),
            _("Put right"),
            _("Added beyond what everybody gets, on average"),
            _("Most"),
        ),
        rows=tuple(
            (
                str(Failure(one["failure"]).label),
                get_language_info(one["member__language"])["name_local"],
                f"{one['cases']:,}",
                money(round(one["mean"])),
                money(one["most"]),
            )
            for one in grouped.order_by("failure", "member__language")
        ),
    )


def givers(since: dt.datetime) -> Table:
    given = Goodwill.objects.filter(floor=False, at__gt=since)
    grouped = given.values("by__email").annotate(number=Count("pk"), cents=Sum("cents"))
    return Table(
        caption=_("Who added it"),
        head=(_("Who"), _("How often"), _("Amount")),
        rows=tuple(
            (one["by__email"], f"{one['number']:,}", money(one["cents"]))
            for one in grouped.order_by("by__email")
        ),
    )
