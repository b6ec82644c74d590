"""Which claim a record speaks of: the same from a remittance (835) and a status (277).

Control numbers alone join nobody: payers reuse them, and several patients may share one
(research/claims.md T29). So the key binds payer, number and patient. It is a hash, because a
member's number is in it and keys are written into logs.
"""

import datetime as dt
from hashlib import sha256

NO_NUMBER = frozenset({"", "0"})


def claim_key(
    payer: str,
    number: str,
    patient: tuple[str, str],
    *,
    account: str = "",
    service_from: dt.date | None = None,
    service_to: dt.date | None = None,
) -> str:
    """The key of a claim within its source; "" when nothing tells it from another.

    ``payer`` is `payer_id`, ``number`` the payer's control number (CLP07, REF*1K). Without one
    the provider's own number (CLP01, the trace of a 277) counts, together with the days of service.
    """
    if number not in NO_NUMBER:
        parts = ("number", payer, number, *patient)
    elif account not in NO_NUMBER:
        parts = ("account", payer, account, *patient, f"{service_from}", f"{service_to}")
    else:
        return ""
    return sha256("\x1f".join(part.upper() for part in parts).encode()).hexdigest()


def payer_id(*stated: str) -> str:
    """The first number that names the payer: its own, else that of whoever sent the file."""
    return next((one for one in stated if one), "")
