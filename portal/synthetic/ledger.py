"""What members owe, as the billing system of whoever treated them says it (docs/ledger.md)."""

import datetime as dt
from collections.abc import Iterator

from portal.synthetic.dice import Dice
from portal.synthetic.eobs import PLACES
from portal.synthetic.people import number_of as member_number

# fmt: off
COLUMNS = (
    "record", "account", "member", "account_title", "id", "type", "amount", "effective_on",
    "description", "payer", "claim",
)
# fmt: on
DAYS = 730


def entries(
    seed: int, person: int, count: int, claims: list[str], until: dt.date
) -> Iterator[list[str]]:
    """A person's account, ``count`` lines: visits, each a charge and what was paid or taken off."""
    dice = Dice(seed, 5, person)
    place, account = dice.pick(PLACES), f"SYNA{person + 1:08}"
    left, day, charge, visit = 0, until - dt.timedelta(DAYS), 0, 0
    for number in range(count):
        day = min(day + dt.timedelta(dice.between(0, max(2 * DAYS // count, 1))), until)
        if left <= 0:
            charge = left = dice.between(4_000, 60_000)
            visit += 1
            kind, cents = "charge", charge
        elif left == charge:
            kind, cents = "payer_payment", -(charge * dice.between(30, 80) // 100)
        elif dice.chance(40):
            kind, cents = "write_off", -(left * dice.between(30, 70) // 100 or left)
        else:
            kind, cents = "member_payment", -left
        left += min(cents, 0)
        claim = claims[visit % len(claims)] if claims else ""
        payer = "Example Health Plan" if kind == "payer_payment" else ""
        says = "Visit" if kind == "charge" else ""
        amount = f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02}"
        whose = ["entry", account, member_number(person), place]
        yield [*whose, f"{number + 1}", kind, amount, day.isoformat(), says, payer, claim]
