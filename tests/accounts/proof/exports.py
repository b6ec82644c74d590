"""Made-up exports of a consent record, whole or not, as files: what the verifier reads."""

import csv
import datetime as dt
import hashlib
import random
import uuid
from collections.abc import Iterable, Iterator
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from accounts.consent.verify_consent import LEDGER, NOW, PRUNED, form
from accounts.proof.note import Head, Key
from accounts.proof.tree import Tree

SECOND = 1_000_000
START = 1_795_000_000 * SECOND  # microseconds; in November 2026
KEY = Key("portal.example.org/consent", Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
Row = dict[str, str]


def instant(micros: int) -> dt.datetime:
    return dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(microseconds=micros)


def hashed(row: Row) -> Row:
    """The row with the hash that fits its content."""
    cells = [row.get(name, "").encode().decode("latin-1") for name in LEDGER]  # as they are read
    return row | {"hash": hashlib.sha256(form(cells)).hexdigest()}


def rows(count: int, members: int, seed: int = 1) -> Iterator[Row]:
    """Honest rows, one a second."""
    dice = random.Random(seed)
    subjects = [str(uuid.UUID(int=dice.getrandbits(128), version=4)) for _ in range(members)]
    last: dict[str, tuple[int, str]] = {}
    for number in range(1, count + 1):
        subject = dice.choice(subjects)
        seq, previous = last.get(subject, (0, bytes(32).hex()))
        at = str(START + number * SECOND + dice.randrange(SECOND))
        row = hashed(
            {
                "id": str(number),
                "xact": str(1000 + number // 2),
                "subject": subject,
                "seq": str(seq + 1),
                "nonce": dice.randbytes(16).hex(),
                "previous": previous,
                "receipt": str(uuid.UUID(int=dice.getrandbits(128), version=4)),
                "key": f"förm-{number}",
                "purpose": dice.choice(["see_what_i_checked", "help_after_check"]),
                "category": "activity",
                "decision": dice.choice(["grant", "withdraw"]),
                "recorded_at": at,
                "effective_at": at,
                "valid_until": "",
                "version": "1",
                "wording": hashlib.sha256(b"words").hexdigest(),
                "language": dice.choice(["en", "es"]),
                "screen": "what-we-remember",
                "who": "member",
                "through": "switch",
                "by": str(uuid.UUID(int=number, version=4)),
            }
        )
        last[subject] = (seq + 1, row["hash"])
        yield row


def stands(ledger: Iterable[Row]) -> list[Row]:
    """How things stand after these rows."""
    now: dict[tuple[str, str, str], Row] = {}
    for row in ledger:
        key = (row["subject"], row["purpose"], row["category"])
        if key not in now or int(now[key]["seq"]) < int(row["seq"]):
            now[key] = row
    return [{name: row["id" if name == "event" else name] for name in NOW} for row in now.values()]


def in_order(ledger: Iterable[Row]) -> list[Row]:
    return sorted(ledger, key=lambda row: (int(row["xact"]), int(row["id"])))


def seal(folder: Path, ledger: Iterable[Row], every: int, key: Key = KEY) -> None:
    """Checkpoints of these rows, each as many rows after the last, the rest beyond the seal."""
    (folder / "checkpoints").mkdir(parents=True, exist_ok=True)
    tree, new = Tree(), []
    for row in in_order(ledger):
        tree.append(bytes.fromhex(row["hash"]))
        new.append(f"{row['id']} {row['hash']}\n")
        if tree.size % every == 0:
            at = instant(int(row["recorded_at"]) + 1)
            note = key.checkpoint(Head(tree.size, tree.root(), at, at))
            name = f"{tree.size:012}"
            (folder / "checkpoints" / f"{name}.checkpoint").write_text(note)
            (folder / "checkpoints" / f"{name}.rows").write_text("".join(new))
            new = []


def write(
    folder: Path, ledger: Iterable[Row], now: Iterable[Row] = (), pruned: Iterable[Row] = ()
) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    files = (("ledger", LEDGER, ledger), ("now", NOW, now), ("pruned", PRUNED, pruned))
    for name, columns, content in files:
        with (folder / f"{name}.csv").open("w", newline="") as file:
            writer = csv.DictWriter(file, columns, extrasaction="ignore", lineterminator="\n")
            writer.writeheader()
            writer.writerows(content)
    return folder
