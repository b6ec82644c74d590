"""A booked call as a calendar file (RFC 5545, 5546): the time and no word about what it is about.

A calendar may be shared, so it says neither who calls nor why. Its key and organizer stay the same
for life and its sequence counts the changes: else a calendar would keep the old time beside the
new one.
"""

import datetime as dt
from email.utils import parseaddr
from typing import Literal
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event, vCalAddress

from outreach.models import Booking
from outreach.models.booking import ENDED

Method = Literal["PUBLISH", "REQUEST", "CANCEL"]

REMIND = dt.timedelta(minutes=10)


def calendar_file(booked: Booking, method: Method, *, now: dt.datetime, email: str = "") -> bytes:
    """In the language that is active. ``email`` is the member's, which an invitation names."""
    calendar = Calendar()
    calendar.add("prodid", "-//Porchlight//Calls//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(event(booked, method, now, email))
    return calendar.to_ical()


def event(booked: Booking, method: Method, now: dt.datetime, email: str) -> Event:
    made = Event()
    made.add("uid", f"{booked.pk}@{urlsplit(settings.PORTAL_ADDRESS).hostname}")
    made.add("sequence", booked.sequence)
    made.add("dtstamp", now)
    made.add("dtstart", booked.during.lower.astimezone(dt.UTC))
    made.add("dtend", booked.during.upper.astimezone(dt.UTC))
    made.add("summary", _("Phone call"))
    made.add(
        "description",
        _("To see or change it, sign in: {address}").format(address=settings.PORTAL_ADDRESS),
    )
    made.add("class", "PRIVATE")
    organizer = vCalAddress(f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}")
    organizer.params["cn"] = "Porchlight"
    made.add("organizer", organizer)
    if email:
        attendee = vCalAddress(f"mailto:{email}")
        attendee.params["partstat"] = "ACCEPTED"
        attendee.params["rsvp"] = "FALSE"
        made.add("attendee", attendee)
    if method == "CANCEL" or booked.state in ENDED:
        made.add("status", "CANCELLED")
        return made
    made.add("status", "CONFIRMED")
    made.add_component(reminder())
    return made


def reminder() -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _("Phone call"))
    alarm.add("trigger", -REMIND)
    return alarm
