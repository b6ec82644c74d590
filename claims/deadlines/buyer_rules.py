"""Clocks that protect whoever ordered something or got a bill (research/claims.md 4.3)."""

from claims.deadlines.rule import Anchor, LegalRule, Step

SHIP_IN_30_DAYS = LegalRule(
    id="mitor-shipment",
    step=Step.SHIPMENT,
    anchor=Anchor.ORDER,
    days=30,
    source="16 CFR 435.2(a)",
)
SHIP_IN_50_DAYS = LegalRule(
    id="mitor-shipment-on-credit",
    step=Step.SHIPMENT,
    anchor=Anchor.ORDER,
    days=50,
    source="16 CFR 435.2(a)",
)
PROMPT_REFUND = LegalRule(
    id="mitor-refund",
    step=Step.REFUND,
    anchor=Anchor.ORDER,
    days=7,
    source="16 CFR 435.1(b)(2), working days",
)
BILLING_ERROR = LegalRule(
    id="fcba-notice",
    step=Step.BILLING_ERROR,
    anchor=Anchor.STATEMENT,
    days=60,
    source="12 CFR 1026.13(b)(1)",
)
ESTIMATE_DISPUTE = LegalRule(
    id="good-faith-estimate",
    step=Step.ESTIMATE_DISPUTE,
    anchor=Anchor.BILL,
    days=120,
    source="45 CFR 149.620(c)",
)
