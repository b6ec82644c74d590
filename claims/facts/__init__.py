"""What outside systems told us, as plain values: all that folds, deadlines and answers may read.

Two families live here. A *record* is what one line of one file says (a source writes it). *Facts*
are what we hold about one thing at the moment of asking (a model's ``facts()`` writes them). Both
are immutable; money is integer cents, `None` means "not stated" and never zero; legal dates are
dates in the plan's time zone, instants are UTC.
"""

from claims.facts.accumulator import (
    AccumulatorFacts,
    AccumulatorKind,
    AccumulatorRecord,
    Counted,
    Level,
    Network,
    Span,
    Unit,
)
from claims.facts.balance import (
    AccountLines,
    BalanceFacts,
    EntryFacts,
    EntryRecord,
    EntryType,
    OnAccount,
    StatementFacts,
    StatementRecord,
)
from claims.facts.claim import (
    Adjustment,
    Amounts,
    ClaimFacts,
    ClaimKind,
    ClaimRecord,
    ClaimState,
    ClaimUse,
    Happening,
    Line,
    Linked,
    ServiceUnit,
    Urgency,
    WaitingFor,
)
from claims.facts.hold import (
    Clue,
    Evidence,
    HoldReason,
)
from claims.facts.member import (
    CoverageRecord,
    MemberRecord,
    PersonName,
    PlanFacts,
    Program,
)
from claims.facts.order import (
    Item,
    OrderFacts,
    OrderRecord,
    OrderState,
    ShipmentFacts,
    ShipmentRecord,
    Step,
)
from claims.facts.promise import HELD_TO, Delay, Outcome, Said
from claims.facts.related_claim import RelatedClaim, Relation
from claims.facts.source import (
    DOUBTS,
    PORTAL,
    Guard,
    SourceFacts,
    Trouble,
)

__all__ = [
    "DOUBTS",
    "HELD_TO",
    "PORTAL",
    "AccountLines",
    "AccumulatorFacts",
    "AccumulatorKind",
    "AccumulatorRecord",
    "Adjustment",
    "Amounts",
    "BalanceFacts",
    "ClaimFacts",
    "ClaimKind",
    "ClaimRecord",
    "ClaimState",
    "ClaimUse",
    "Clue",
    "Counted",
    "CoverageRecord",
    "Delay",
    "EntryFacts",
    "EntryRecord",
    "EntryType",
    "Evidence",
    "Guard",
    "Happening",
    "HoldReason",
    "Item",
    "Level",
    "Line",
    "Linked",
    "MemberRecord",
    "Network",
    "OnAccount",
    "OrderFacts",
    "OrderRecord",
    "OrderState",
    "Outcome",
    "PersonName",
    "PlanFacts",
    "Program",
    "RelatedClaim",
    "Relation",
    "Said",
    "ServiceUnit",
    "ShipmentFacts",
    "ShipmentRecord",
    "SourceFacts",
    "Span",
    "StatementFacts",
    "StatementRecord",
    "Step",
    "Trouble",
    "Unit",
    "Urgency",
    "WaitingFor",
]
