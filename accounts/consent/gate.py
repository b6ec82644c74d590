"""The only gate: asked at the moment of use, in the transaction that uses it."""

import logging

from django.db import DatabaseError, connection, transaction

from accounts.clock import now
from accounts.consent import opened
from accounts.consent.catalogue import Category, Purpose
from accounts.consent.verdict import Reason, Verdict, judge, named
from accounts.models import ConsentNow, Member, User

logger = logging.getLogger(__name__)

FIELDS = [field for field in ConsentNow._meta.concrete_fields if field.column]
NAMES = [field.attname for field in FIELDS]
STAND = (
    f"SELECT {', '.join(field.column for field in FIELDS)} FROM accounts_consent_stand(%s, %s, %s)"  # noqa: S608
)
USE = """
INSERT INTO accounts_use
    (subject, purpose, category, doing, actor_id, allowed, reason, event_id, version)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)
"""


def allows(
    member: Member, purpose: str, category: str, *, doing: str, actor: User | None = None
) -> Verdict:
    """Whether we may, now; the use, or the refusal, is written beside what the caller does.

    Call it inside the transaction that uses the data: nobody's withdrawal is acknowledged before
    that ends. Whatever goes wrong, the answer is no; when the database itself fails, what the
    caller wrote in this transaction is lost with it.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("Ask the gate in the transaction of the use.")
    asked = named(purpose, category)
    try:
        with connection.cursor() as cursor:
            cursor.execute(STAND, [member.subject, purpose, category])
            verdict = _verdict(member, asked, cursor.fetchall())
            who = actor.pk if actor else None
            written = [member.subject, purpose, category, doing, who, verdict.allowed]
            cursor.execute(USE, [*written, verdict.reason, verdict.event, verdict.wording])
    except DatabaseError as error:
        logger.error("The gate of consents failed and said no: %s", type(error).__name__)
        transaction.set_rollback(True)  # nothing else can be done in it
        return Verdict(False, Reason.UNAVAILABLE)
    if verdict:
        opened.open_for(member.subject, category)
    return verdict


def _verdict(member: Member, asked: tuple[Purpose, Category], found: list[tuple]) -> Verdict:
    """What the ledger's last words on this and on a pause come to; no, if nobody let us look."""
    rows = [ConsentNow(**dict(zip(NAMES, row, strict=True))) for row in found]
    if any(row.purpose == Reason.UNAVAILABLE for row in rows):
        return Verdict(False, Reason.UNAVAILABLE)
    stands = judge(*asked, rows, now(), of_age=member.of_age_at)
    version = stands.now.version if stands.now else None
    return Verdict(stands.allowed, stands.reason, stands.event, version)
