"""The only gate: asked at the moment of use, in the transaction that uses it."""

import logging
from collections.abc import Sequence

from django.db import DatabaseError, connection, transaction

from accounts.clock import now
from accounts.consent import opened
from accounts.consent.catalogue import Category, Purpose
from accounts.consent.verdict import Key, Reason, Verdict, judge, named
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
VALUES """
A_USE = "(%s, %s, %s, %s, %s, %s, %s, %s, %s)"


def allows(
    member: Member, purpose: str, category: str, *, doing: str, actor: User | None = None
) -> Verdict:
    """Whether we may, now; the use, or the refusal, is written beside what the caller does.

    Call it inside the transaction that uses the data: nobody's withdrawal is acknowledged before
    that ends. Whatever goes wrong, the answer is no; when the database itself fails, what the
    caller wrote in this transaction is lost with it.
    """
    return allows_each(member, [(purpose, category)], doing=doing, actor=actor)[0]


def allows_each(
    member: Member, keys: Sequence[Key], *, doing: str, actor: User | None = None
) -> list[Verdict]:
    """The same of several (purpose, category) at once, in as many statements as of one."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("Ask the gate in the transaction of the use.")
    asked = [named(*key) for key in keys]
    who = actor.pk if actor else None
    try:
        with connection.cursor() as cursor:
            parts = [part for key in keys for part in (member.subject, *key)]
            cursor.execute(" UNION ALL ".join([STAND] * len(keys)), parts)
            found = cursor.fetchall()
            verdicts = [_verdict(member, one, found) for one in asked]
            written = [
                value
                for key, verdict in zip(keys, verdicts, strict=True)
                for value in (
                    *(member.subject, *key, doing, who, verdict.allowed),
                    *(verdict.reason, verdict.event, verdict.wording),
                )
            ]
            cursor.execute(USE + ", ".join([A_USE] * len(keys)), written)
    except DatabaseError as error:
        logger.error("The gate of consents failed and said no: %s", type(error).__name__)
        transaction.set_rollback(True)  # nothing else can be done in it
        return [Verdict(False, Reason.UNAVAILABLE)] * len(keys)
    for (_purpose, category), verdict in zip(keys, verdicts, strict=True):
        if verdict:
            opened.open_for(member.subject, category)
    return verdicts


def _verdict(member: Member, asked: tuple[Purpose, Category], found: list[tuple]) -> Verdict:
    """What the ledger's last words on this and on a pause come to; no, if nobody let us look."""
    rows = [ConsentNow(**dict(zip(NAMES, row, strict=True))) for row in found]
    if any(row.purpose == Reason.UNAVAILABLE for row in rows):
        return Verdict(False, Reason.UNAVAILABLE)
    stands = judge(*asked, rows, now(), of_age=member.of_age_at)
    version = stands.now.version if stands.now else None
    return Verdict(stands.allowed, stands.reason, stands.event, version)
