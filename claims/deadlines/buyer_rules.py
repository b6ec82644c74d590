"""Clocks that protect whoever ordered something or got a bill (research/claims.md 4.3)."""

from claims.deadlines.rule import Anchor, Counting, LegalRule, Roll, Step, Trigger

SHIP_IN_30_DAYS = LegalRule(
    id="mitor-shipment",
    step=Step.SHIPMENT,
    trigger=Trigger.ORDER,
    anchor=Anchor.ORDER,
    days=30,
    note="Or the day the seller named. Shipped is: in the carrier's hands. A label is not.",
    source="16 CFR 435.2(a)",
)
SHIP_IN_50_DAYS = LegalRule(
    id="mitor-shipment-on-credit",
    step=Step.SHIPMENT,
    trigger=Trigger.ORDER,
    anchor=Anchor.ORDER,
    days=50,
    note="Where the buyer applied for the seller's own credit.",
    source="16 CFR 435.2(a)",
)
SHORT_DELAY = LegalRule(
    id="mitor-delay",
    step=Step.DELAY,
    trigger=Trigger.DELAY,
    anchor=Anchor.SHIP_BY,
    days=30,
    note="Silence agrees to a first, definite delay of so many days at most; else it cancels.",
    source="16 CFR 435.2(b)",
)
PROMPT_REFUND = LegalRule(
    id="mitor-refund",
    step=Step.REFUND,
    trigger=Trigger.REFUND_RIGHT,
    anchor=Anchor.VESTING,
    days=7,
    counting=Counting.BUSINESS,
    roll=Roll.NEVER,
    note="One billing cycle where the seller gave the credit. No store credit.",
    source="16 CFR 435.1(b)(2)",
)
BILLING_ERROR = LegalRule(
    id="fcba-notice",
    step=Step.BILLING_ERROR,
    trigger=Trigger.WRONG_STATEMENT,
    anchor=Anchor.STATEMENT,
    days=60,
    clock=Step.BILLING_ERROR_END,
    note="The creditor must have it by then, in writing, at the address for billing errors.",
    source="12 CFR 1026.13(b)(1)",
)
BILLING_ERROR_ANSWER = LegalRule(
    id="fcba-answer",
    step=Step.BILLING_ERROR_ANSWER,
    trigger=Trigger.ERROR_NOTICE,
    anchor=Anchor.ERROR_NOTICE,
    days=30,
    source="12 CFR 1026.13(c)(1)",
)
BILLING_ERROR_END = LegalRule(
    id="fcba-end",
    step=Step.BILLING_ERROR_END,
    trigger=Trigger.ERROR_NOTICE,
    anchor=Anchor.ERROR_NOTICE,
    days=90,
    note="Or two complete billing cycles, where these end sooner. Nobody collects or reports then.",
    source="12 CFR 1026.13(c)(2)",
)
BILLING_ERROR_GRACE = LegalRule(
    id="fcba-grace",
    step=Step.BILLING_ERROR_GRACE,
    trigger=Trigger.ERROR_ANSWERED,
    anchor=Anchor.ERROR_ANSWER,
    days=10,
    note="Or as many days as the bill gave to pay, if that is more. Nobody calls it late before.",
    source="12 CFR 1026.13(g)(2)-(3)",
)
ESTIMATE_DISPUTE = LegalRule(
    id="good-faith-estimate",
    step=Step.ESTIMATE_DISPUTE,
    trigger=Trigger.BILL_OVER_ESTIMATE,
    anchor=Anchor.BILL,
    days=120,
    note="By postmark. Without insurance, or not using it. Nobody collects meanwhile. $25.",
    source="45 CFR 149.620(c)",
)
BUYER_RULES = (
    SHIP_IN_30_DAYS,
    SHIP_IN_50_DAYS,
    SHORT_DELAY,
    PROMPT_REFUND,
    BILLING_ERROR,
    BILLING_ERROR_ANSWER,
    BILLING_ERROR_END,
    BILLING_ERROR_GRACE,
    ESTIMATE_DISPUTE,
)
