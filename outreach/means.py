"""How a member can be reached now, and what stands against it: all of it in one query."""

import datetime as dt
from uuid import UUID

from django.db import connection
from msgspec import Struct

from outreach.models import Channel
from outreach.models.reach import QUIET_FROM, QUIET_UNTIL
from outreach.quiet_hours import quiet_until

READ = """
SELECT coalesce(reach.email, true), coalesce(reach.sms, false),
       coalesce(reach.quiet_from, %(quiet_from)s), coalesce(reach.quiet_until, %(quiet_until)s),
       member.time_zone,
       ARRAY(SELECT email FROM account_emailaddress
              WHERE user_id = member.user_id AND verified ORDER BY "primary" DESC, id),
       ARRAY(SELECT number FROM accounts_phone
              WHERE member_id = member.id AND verified_at IS NOT NULL
              ORDER BY preferred DESC, id),
       ARRAY(SELECT member.id::text WHERE EXISTS (
              SELECT FROM outreach_device WHERE member_id = member.id)),
       ARRAY(SELECT ARRAY[channel, purpose, address] FROM outreach_silence
              WHERE member_id = member.id)
  FROM accounts_member member LEFT JOIN outreach_reach reach ON reach.member_id = member.id
 WHERE member.id = %(member)s
"""


class Means(Struct, frozen=True):
    """``addresses`` are those that were proved to be theirs, best first, of channels they want.

    A device that shows notifications was turned on there, so it is wanted. ``silences`` are
    (channel, purpose, address), each "" for any.
    """

    quiet_from: dt.time
    quiet_until: dt.time
    zone: str
    addresses: dict[str, list[str]]
    silences: list[list[str]]

    def quiet_at(self, at: dt.datetime) -> dt.datetime | None:
        """When the quiet hours end that hold then; None where none do."""
        return quiet_until(at, self.zone, starts=self.quiet_from, ends=self.quiet_until)

    def address(self, channel: str) -> str:
        return next(iter(self.addresses[channel]), "")

    def reaches(self, channel: str, address: str) -> bool:
        """Whether they want that channel, and that address is theirs."""
        return address in self.addresses[channel]

    def is_silent(self, channel: str, purpose: str, address: str) -> bool:
        asked = (channel, purpose, address)
        return any(
            all(against in ("", one) for against, one in zip(silence, asked, strict=True))
            for silence in self.silences
        )


def means_of(member: UUID) -> Means:
    """As it stands now: ask when it is the member's turn."""
    asked = {"member": member, "quiet_from": QUIET_FROM, "quiet_until": QUIET_UNTIL}
    with connection.cursor() as cursor:
        cursor.execute(READ, asked)
        email, sms, starts, ends, zone, emails, phones, devices, silences = cursor.fetchone()
    addresses = {
        Channel.EMAIL: emails if email else [],
        Channel.SMS: phones if sms else [],
        Channel.PUSH: devices,
    }
    return Means(starts, ends, zone, addresses, silences)
