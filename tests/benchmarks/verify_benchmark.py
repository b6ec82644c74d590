"""How fast the stand-alone verifier reads, and how fast the tree grows and proves.

    python -m tests.benchmarks.verify_benchmark [--rows 1000000] [--members 100000] [--rounds 3]

Writes a made-up export, with a checkpoint every 1,000 rows, into a temporary folder once, and
checks it as an officer would: in another process, all of it. The target is 100,000 rows a second.
"""

import argparse
import csv
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django

django.setup()

from accounts.consent import verify_consent  # noqa: E402
from accounts.consent.verify_consent import extends, includes  # noqa: E402
from accounts.proof.tree import Tree  # noqa: E402
from tests.accounts.proof.exports import KEY, Row, rows, seal, stands, write  # noqa: E402

EVERY = 1_000
NEEDED = {"id", "xact", "seq", "hash", *verify_consent.NOW} - {"event"}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--members", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        export = Path(folder) / "export"
        kept: list[Row] = []
        write(export, seen(rows(asked.rows, asked.members), kept))
        write_now(export, kept)
        seal(export, kept, EVERY)
        size = (export / "ledger.csv").stat().st_size
        say(f"{asked.rows:,} rows, {size / 1e6:.0f} MB of ledger.csv")
        hashes = [bytes.fromhex(row["hash"]) for row in kept]
        del kept
        for _ in range(asked.rounds):
            check(export, asked.rows)
    grow(hashes)


def seen(ledger: Iterator[Row], kept: list[Row]) -> Iterator[Row]:
    """The rows as they pass, keeping what seals and standings need."""
    for row in ledger:
        kept.append({name: row[name] for name in NEEDED})
        yield row


def write_now(export: Path, kept: list[Row]) -> None:
    with (export / "now.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, verify_consent.NOW, lineterminator="\n")
        writer.writeheader()
        writer.writerows(stands(kept))


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def check(export: Path, count: int) -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.monotonic()
    done = subprocess.run(
        (sys.executable, "-I", verify_consent.__file__, str(export), "--key", KEY.public, "--json"),
        capture_output=True,
        text=True,
        check=True,
    )
    wall = time.monotonic() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    assert json.loads(done.stdout)["rows"] == count
    say(
        f"verify: {count / wall:,.0f} rows/s by the clock ({wall:.1f} s), "
        f"{count / cpu:,.0f} by CPU, {after.ru_maxrss / 1024:.0f} MB"
    )


def grow(hashes: list[bytes]) -> None:
    started = time.process_time()
    tree = Tree()
    for one in hashes:
        tree.append(one)
    say(f"append: {len(hashes) / (time.process_time() - started):,.0f} leaves/s of CPU")
    root, size = tree.root(), tree.size
    places = list(islice(range(0, size, max(size // 1000, 1)), 1000))
    started = time.process_time()
    proofs = [tree.inclusion(place) for place in places]
    each = (time.process_time() - started) / len(places)
    say(f"inclusion proof: {each * 1e6:.0f} µs, {len(proofs[-1])} hashes")
    started = time.process_time()
    assert all(
        includes(root, size, place, hashes[place], proof)
        for place, proof in zip(places, proofs, strict=True)
    )
    say(f"checking one: {(time.process_time() - started) / len(places) * 1e6:.0f} µs")
    old = size * 7 // 10 + 1
    proof = tree.consistency(old)
    assert extends(tree.root(old), old, root, size, proof)
    say(f"consistency {old:,} to {size:,}: {len(proof)} hashes")


if __name__ == "__main__":
    main()
