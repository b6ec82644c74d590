"""Claim: what a provider sent to the payer. The answer to it comes as another resource."""

from claims.facts import Amounts, ClaimRecord, ClaimState, Happening
from claims.sources.fhir import approval, header, lines, record
from claims.sources.fhir.shapes import Claim
from claims.sources.fhir.values import Reading


def read(claim: Claim, reading: Reading) -> ClaimRecord:
    imposed = record.unlisted(claim.status)
    unrecognised: record.Codes = ()
    if imposed is ClaimState.UNRECOGNISED:
        unrecognised = record.unrecognised("status", claim.status, reading)
    created = reading.date(claim.created, "created")
    request = approval.use_of(claim.use)
    happening = Happening(
        source=reading.source,
        state=imposed or ClaimState.SUBMITTED,
        received_at=reading.received_at,
        # Of a request only its making counts: a server's later touch is no news of the claim.
        effective_on=created or header.stated_on(claim.meta, (), reading),
        code_system="fhir:claim",
        code=claim.status,
        amounts=Amounts(billed=reading.cents(claim.total, "total")),
        lines=lines.read(claim.item, reading, request=request),
        received_on=record.received_on(
            claim, claim.supporting_info, reading, use=header.use(claim.use), decided=None
        )
        or (created if request else None),  # sent as it is made (PAS)
    )
    return record.build(
        claim,
        reading,
        happening,
        provider=header.name_of(claim.provider, claim, reading),
        service_days=claim.billable_period,
        priority=claim.priority,
        related=claim.related,
        unrecognised=unrecognised,
    )
