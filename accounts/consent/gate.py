"""The only gate: asked at the moment of use, in the transaction that uses it."""

import logging

from django.db import DatabaseError, connection, transaction

from accounts.clock import now
from accounts.consent import opened
from accounts.consent.verdict import Reason, Verdict, judge, named
from accounts.models import ConsentNow, Member, Use, User

logger = logging.getLogger(__name__)

FIELDS = [field for field in ConsentNow._meta.concrete_fields if field.column]
NAMES = [field.attname for field in FIELDS]
STAND = (
    f"SELECT {', '.join(field.column for field in FIELDS)} FROM accounts_consent_stand(%s, %s, %s)"  # noqa: S608
)


def allows(
    member: Member, purpose: str, category: str, *, doing: str, actor: User | None = None
) -> Verdict:
    """Whether we may, now; the use, or the refusal, is written beside what the caller does.

    Call it inside the transaction that uses the data: nobody's withdrawal is acknowledged before
    that ends. Whatever goes wrong, the answer is no.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("Ask the gate in the transaction of the use.")
    rows = named(purpose, category)
    try:
        with transaction.atomic():
            stands = judge(*rows, _last_words(member, purpose, category), now())
            verdict = Verdict(
                stands.allowed,
                stands.reason,
                stands.event,
                stands.now.version if stands.now else None,
            )
            Use.objects.create(
                subject_id=member.subject,
                purpose=purpose,
                category=category,
                doing=doing,
                actor=actor,
                allowed=verdict.allowed,
                reason=verdict.reason,
                event_id=verdict.event,
                version=verdict.wording,
            )
    except DatabaseError as error:
        logger.error("The gate of consents failed and said no: %s", type(error).__name__)
        return Verdict(False, Reason.UNAVAILABLE)
    if verdict:
        opened.open_for(member.subject, category)
    return verdict


def _last_words(member: Member, purpose: str, category: str) -> list[ConsentNow]:
    """What the ledger says last of this and of a pause, once nobody else is changing it."""
    with connection.cursor() as cursor:
        cursor.execute(STAND, [member.subject, purpose, category])
        return [ConsentNow(**dict(zip(NAMES, row, strict=True))) for row in cursor]
