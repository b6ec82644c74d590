"""What members agreed to: the catalogue, the ledger, and the only gate to a use.

Docs/consent.md says how the ledger is written down and proven.
"""

from accounts.consent.decision import decide, pause, resume
from accounts.consent.gate import allows, allows_each
from accounts.consent.interaction import Receipt
from accounts.consent.standing import as_of, standing
from accounts.consent.verdict import NotInCatalogue, NotPossible, Reason, Standing, Verdict

__all__ = [
    "NotInCatalogue",
    "NotPossible",
    "Reason",
    "Receipt",
    "Standing",
    "Verdict",
    "allows",
    "allows_each",
    "as_of",
    "decide",
    "pause",
    "resume",
    "standing",
]
