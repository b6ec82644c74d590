"""What a member checks: the app's public names."""

from claims.models.accumulator import Accumulator, AccumulatorEvent
from claims.models.alarm import Alarm, SourceReading
from claims.models.appeal import Appeal, AppealEvent
from claims.models.approval import Approval
from claims.models.asked_task import AskedTask
from claims.models.balance import Balance
from claims.models.batch import ImportBatch, Refusal, UnrecognisedCode
from claims.models.claim import Claim
from claims.models.claim_event import ClaimEvent
from claims.models.claim_name import ClaimName
from claims.models.date_night import DateNight
from claims.models.date_widening import DateWidening
from claims.models.dispute import Dispute, DisputeEvent
from claims.models.document import Document
from claims.models.estimate import EstimateCurve, EstimateTable
from claims.models.feedback import Feedback
from claims.models.hold import Hold, HoldDecision
from claims.models.ledger_entry import LedgerEntry
from claims.models.order import Order
from claims.models.order_choice import OrderChoice, OrderDeed
from claims.models.order_item import OrderItem
from claims.models.payment import Payment, PaymentEvent
from claims.models.payment_plan import PaymentPlan
from claims.models.plan import Coverage, Plan
from claims.models.promise import Promise
from claims.models.request_answer import RequestAnswer
from claims.models.second_look import SecondLook
from claims.models.shipment import OrderEvent, Shipment
from claims.models.source import Source
from claims.models.statement import Statement
from claims.models.webhook_event import WebhookEvent
from claims.models.webhook_key import WebhookKey

__all__ = [
    "Accumulator",
    "AccumulatorEvent",
    "Alarm",
    "Appeal",
    "AppealEvent",
    "Approval",
    "AskedTask",
    "Balance",
    "Claim",
    "ClaimEvent",
    "ClaimName",
    "Coverage",
    "DateNight",
    "DateWidening",
    "Dispute",
    "DisputeEvent",
    "Document",
    "EstimateCurve",
    "EstimateTable",
    "Feedback",
    "Hold",
    "HoldDecision",
    "ImportBatch",
    "LedgerEntry",
    "Order",
    "OrderChoice",
    "OrderDeed",
    "OrderEvent",
    "OrderItem",
    "Payment",
    "PaymentEvent",
    "PaymentPlan",
    "Plan",
    "Promise",
    "Refusal",
    "RequestAnswer",
    "SecondLook",
    "Shipment",
    "Source",
    "SourceReading",
    "Statement",
    "UnrecognisedCode",
    "WebhookEvent",
    "WebhookKey",
]
