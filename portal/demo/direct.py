# ruff: noqa: SIM905
"""Writes records without folding them, until the loaders of claims.store are all there."""

import uuid

from accounts.models import MemberIdentifier
from claims.facts import Amounts
from claims.models import (
    Balance,
    Claim,
    ClaimAdjustment,
    ClaimEvent,
    ClaimLine,
    LedgerEntry,
    Order,
    OrderEvent,
    OrderItem,
    Plan,
    Shipment,
    Statement,
)
from claims.store import Landed

AMOUNTS = Amounts.__struct_fields__


def member_of(name):
    return MemberIdentifier.objects.get(system=name[0], value=name[1]).member


def cents(amounts):
    return {name: getattr(amounts, name) for name in AMOUNTS}


def claims(records, batch):
    for record in records:
        told = record.happening
        fields = {
            name: getattr(record, name)
            for name in (
                "number use kind urgency service service_from service_to provider patient_name "
                "guard authorization_number"
            ).split()
        }
        claim, _ = Claim.objects.update_or_create(
            source_id=record.source,
            external_key=record.key,
            defaults={
                **fields,
                "member": member_of(record.patient),
                "plan": Plan.objects.filter(identifier=record.plan).first(),
                "patient_is_member": not record.patient_name,
                "state": told.state,
                "state_on": told.effective_on,
                "received_on": told.received_on,
                "notice_on": told.notice_on,
                "changed_at": told.received_at,
            },
            create_defaults=None,
        )
        event = ClaimEvent.objects.create(
            claim_id=claim.pk,
            source_id=told.source,
            content_hash=record.content_hash,
            remarks=list(told.remarks),
            **cents(told.amounts),
            **{
                name: getattr(told, name)
                for name in (
                    "state effective_on received_at code_system code waiting_for wanted wanted_by "
                    "note received_on notice_on paid_on payee payment_reference"
                ).split()
            },
        )
        for line in told.lines:
            ClaimLine.objects.create(
                event=event,
                number=line.number,
                description=line.description,
                review_action=line.review_action,
                remarks=list(line.remarks),
                **cents(line.amounts),
            )
            for one in line.adjustments:
                ClaimAdjustment.objects.create(
                    event=event, line=line.number, group=one.group, carc=one.carc, cents=one.cents
                )
        for one in told.adjustments:
            ClaimAdjustment.objects.create(
                event=event, group=one.group, carc=one.carc, cents=one.cents
            )
        Claim.objects.filter(pk=claim.pk).update(current=event)
        if record.replaces:
            Claim.objects.filter(external_key=record.replaces).update(superseded_by=claim.pk)
    return Landed()


def orders(records, batch):
    for record in records:
        order = Order.objects.filter(external_key=record.key).first()
        fields = {
            name: getattr(record, name)
            for name in (
                "number seller placed_on promised_ship_on promised_delivery_on promised_words "
                "total guard state"
            ).split()
        }
        if order is None:
            order = Order(
                id=uuid.uuid4(),
                member=member_of(record.customer),
                source_id=record.source,
                external_key=record.key,
                summary=", ".join(item.name for item in record.items),
            )
            order._state.adding = True
            for name, value in (fields | {"changed_at": record.received_at}).items():
                setattr(order, name, value)
            order.save(force_insert=True)
            for item in record.items:
                OrderItem.objects.create(
                    order=order, name=item.name, quantity=item.quantity, price=item.price
                )
            for parcel in record.shipments:
                Shipment.objects.create(
                    order=order,
                    source_id=parcel.source,
                    carrier=parcel.carrier,
                    tracking_code=parcel.tracking_code,
                    changed_at=record.received_at,
                )
        else:
            Order.objects.filter(pk=order.pk).update(**fields)
        OrderEvent.objects.create(
            order=order,
            source_id=record.source,
            content_hash=record.content_hash,
            state=record.state,
            received_at=record.received_at,
            occurred_at=record.received_at,
            code=record.code,
        )
    return Landed()


def shipments(records, batch):
    for record in records:
        parcel = Shipment.objects.get(tracking_code=record.tracking_code)
        for number, step in enumerate(record.steps):
            OrderEvent.objects.create(
                shipment=parcel,
                source_id=step.source,
                content_hash=f"{number}{record.content_hash}"[:64],
                **{
                    name: getattr(step, name)
                    for name in "state received_at occurred_at code detail message place".split()
                },
            )
        Shipment.objects.filter(pk=parcel.pk).update(
            state=record.state,
            state_at=record.steps[-1].occurred_at,
            detail=record.detail,
            expected_on=record.expected_on,
            first_expected_on=record.expected_on,
            signed_by=record.signed_by,
        )
        if Order.objects.get(pk=parcel.order_id).state == "placed":
            Order.objects.filter(pk=parcel.order_id).update(state=record.state)
    return Landed()


def balance_of(record):
    return Balance.objects.get_or_create(
        source_id=record.source,
        number=record.account,
        defaults={
            "id": uuid.uuid4(),
            "member": member_of(record.customer),
            "title": record.account_title,
            "guard": "none",
            "changed_at": batch_time(record),
        },
    )[0]


def batch_time(record):
    from accounts.clock import now

    return now()


def statements(records, batch):
    for record in records:
        Statement.objects.create(
            balance=balance_of(record),
            content_hash=record.content_hash,
            **{
                name: getattr(record, name)
                for name in (
                    "number transmitted_on due_on opening charges payments closing minimum late_fee"
                ).split()
            },
        )
    return Landed()


def entries(records, batch):
    for record in records:
        balance = balance_of(record)
        LedgerEntry.objects.create(
            balance=balance,
            claim=Claim.objects.filter(number=record.claim_number or "-").first(),
            order=Order.objects.filter(number=record.order_number or "-").first(),
            statement=balance.statements.filter(number=record.statement).first(),
            **{
                name: getattr(record, name)
                for name in (
                    "external_id content_hash type cents effective_on posted_at description payer "
                    "with_payer claim_number order_number reversal_of"
                ).split()
            },
        )
    return Landed()
