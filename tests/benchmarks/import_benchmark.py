"""How fast FHIR comes in, beside what parsing, copying and merging cost at the least.

Run by hand: ``python tests/benchmarks/import_benchmark.py [RECORDS]``. It makes its own NDJSON of
6 to 10 KB an ExplanationOfBenefit, works in the test database, and prints records a second.
"""

import datetime as dt
import io
import json
import os
import random
import resource
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

ROUNDS = 3
RECORDS = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
CHUNK = 2_000
C4BB = "http://hl7.org/fhir/us/carin-bb/CodeSystem"
ADJUDICATION = "http://terminology.hl7.org/CodeSystem/adjudication"
CARC = "https://x12.org/codes/claim-adjustment-reason-codes"


def concept(system: str, code: str, display: str = "") -> dict:
    return {"coding": [{"system": system, "code": code, "display": display or code.title()}]}


def money(cents: int) -> dict:
    return {"value": cents / 100, "currency": "USD"}


def amounts(billed: int, share: int) -> list[dict]:
    split = {"submitted": billed, "eligible": billed - share, "deductible": share // 2}
    split |= {"copay": share // 4, "benefit": billed - 2 * share}
    return [
        {"category": concept(ADJUDICATION, name), "amount": money(cents)}
        for name, cents in split.items()
    ]


def line(number: int, rng: random.Random) -> dict:
    billed, share = rng.randrange(4_000, 90_000), rng.randrange(0, 2_000)
    rows = amounts(billed, share)
    rows.append(
        {
            "category": concept(f"{C4BB}/C4BBAdjudicationDiscriminator", "adjustmentreason"),
            "reason": concept(CARC, rng.choice(["45", "3", "1", "96", "97", "45", "45"])),
            "amount": money(share),
        }
    )
    status = concept(f"{C4BB}/C4BBPayerAdjudicationStatus", "innetwork")
    category = concept(f"{C4BB}/C4BBAdjudicationDiscriminator", "benefitpaymentstatus")
    rows.append({"category": category, "reason": status})
    place = "https://www.cms.gov/Medicare/Coding/place-of-service-codes/Place_of_Service_Code_Set"
    return {
        "sequence": number,
        "careTeamSequence": [1],
        "diagnosisSequence": [1],
        "productOrService": concept("http://www.ama-assn.org/go/cpt", "99213", "Visit to a doctor"),
        "servicedDate": f"2026-0{rng.randrange(1, 9)}-1{rng.randrange(0, 9)}",
        "locationCodeableConcept": concept(place, "11", "Office"),
        "quantity": {"value": 1},
        "adjudication": rows,
    }


def eob(number: int, rng: random.Random) -> dict:
    """One finished professional claim, as long as real ones are."""
    profile = "StructureDefinition/C4BB-ExplanationOfBenefit-Professional-NonClinician"
    info = f"{C4BB}/C4BBSupportingInfoType"
    return {
        "resourceType": "ExplanationOfBenefit",
        "id": f"eob-{number}",
        "meta": {
            "lastUpdated": "2026-10-12T09:14:11+00:00",
            "profile": [f"http://hl7.org/fhir/us/carin-bb/{profile}|2.0.0"],
        },
        "identifier": [
            {
                "type": concept(f"{C4BB}/C4BBIdentifierType", "uc", "Unique Claim ID"),
                "system": "https://plan.example/fhir/EOBIdentifier",
                "value": f"CLM{number:012}",
            }
        ],
        "status": "active",
        "type": concept("http://terminology.hl7.org/CodeSystem/claim-type", "professional"),
        "use": "claim",
        "patient": {"reference": f"Patient/{number % max(RECORDS // 12, 1)}"},
        "billablePeriod": {"start": "2026-01-01", "end": "2026-09-30"},
        "created": "2026-10-02T00:00:00+00:00",
        "insurer": {"reference": "Organization/Payer1", "display": "Example Health Plan"},
        "provider": {"reference": "Organization/Provider1", "display": "Orange Medical Group"},
        "outcome": "complete",
        "careTeam": [
            {
                "sequence": one,
                "provider": {"reference": f"Practitioner/{one}", "display": "A Practitioner"},
                "role": concept(f"{C4BB}/C4BBClaimCareTeamRole", "rendering"),
            }
            for one in (1, 2)
        ],
        "supportingInfo": [
            {"sequence": 1, "category": concept(info, "clmrecvddate"), "timingDate": "2026-09-30"},
            {
                "sequence": 2,
                "category": concept(info, "patientaccountnumber"),
                "valueString": f"ACC-{number}",
            },
        ],
        "diagnosis": [
            {
                "sequence": 1,
                "diagnosisCodeableConcept": concept("http://hl7.org/fhir/sid/icd-10-cm", "M54.5"),
                "type": [
                    concept("http://terminology.hl7.org/CodeSystem/ex-diagnosistype", "principal")
                ],
            }
        ],
        "insurance": [{"focal": True, "coverage": {"reference": "Coverage/Coverage1"}}],
        "item": [line(one, rng) for one in range(1, rng.randrange(3, 6))],
        "total": amounts(rng.randrange(10_000, 200_000), rng.randrange(0, 9_000)),
        "payment": {
            "type": concept(f"{C4BB}/C4BBPayerClaimPaymentStatusCode", "paid"),
            "date": "2026-10-05",
            "amount": money(rng.randrange(0, 90_000)),
        },
    }


def file_of(records: int) -> bytes:
    rng = random.Random(7)
    return b"".join(
        json.dumps(eob(number, rng), separators=(",", ":")).encode() + b"\n"
        for number in range(records)
    )


class Used:
    """Seconds on the clock, and of CPU in Python and in our PostgreSQL connection."""

    def __init__(self) -> None:
        from django.db import connection

        connection.ensure_connection()
        backend = psutil.Process(connection.connection.info.backend_pid).cpu_times()
        self.clock = time.perf_counter()
        self.python = time.process_time()
        self.postgres = backend.user + backend.system


def timed(run: Callable[[], object]) -> tuple[float, float, float]:
    """(clock, Python, PostgreSQL) of each record, in microseconds."""
    before = Used()
    run()
    after = Used()
    return tuple(
        (getattr(after, name) - getattr(before, name)) / RECORDS * 1e6
        for name in ("clock", "python", "postgres")
    )


def best(rounds: list[tuple[float, float, float]]) -> tuple[float, float, float]:
    """The least of each: other work on the machine only ever adds."""
    return tuple(min(column) for column in zip(*rounds, strict=True))


def decode(text: bytes) -> None:
    from claims.sources.fhir.reading import DECODE

    for one in text.splitlines():
        DECODE(one)


CLAIMS = "key text, patient text, status text, outcome text, created date, cents bigint, who text"
LINES = "key text, number int, code text, served date, billed bigint, paid bigint"
MERGE_CLAIMS = (
    "INSERT INTO least_claim SELECT * FROM new_claim ON CONFLICT (key) DO UPDATE"
    " SET status = excluded.status, outcome = excluded.outcome, cents = excluded.cents"
    " WHERE (least_claim.status, least_claim.outcome, least_claim.cents)"
    " IS DISTINCT FROM (excluded.status, excluded.outcome, excluded.cents)"
)
MERGE_LINES = (
    "INSERT INTO least_line SELECT * FROM new_line ON CONFLICT (key, number) DO UPDATE"
    " SET billed = excluded.billed, paid = excluded.paid"
    " WHERE (least_line.billed, least_line.paid) IS DISTINCT FROM (excluded.billed, excluded.paid)"
)


def rows_of(text: bytes) -> Iterator[tuple[list, list[list]]]:
    """A row of each claim and of each of its lines: the least that any import keeps."""
    from claims.sources.fhir.reading import DECODE

    for one in text.splitlines():
        told = DECODE(one)
        key = told.identifier[0].value
        total = int(told.total[0].amount.value * 100)
        who = told.provider.display
        yield (
            [key, told.patient.reference, told.status, told.outcome, told.created, total, who],
            [
                [
                    key,
                    line.sequence,
                    line.product.coding[0].code,
                    line.serviced_date,
                    int(line.adjudication[0].amount.value * 100),
                    int(line.adjudication[4].amount.value * 100),
                ]
                for line in told.item
            ],
        )


def copy_and_merge(text: bytes) -> None:
    """The ceiling: parse, COPY to temporary tables, one set-based merge of each for each chunk."""
    from itertools import islice

    from django.db import connection, transaction

    with connection.cursor() as cursor:
        for name, columns, key in (("claim", CLAIMS, "key"), ("line", LINES, "key, number")):
            cursor.execute(
                f"CREATE TABLE IF NOT EXISTS least_{name} ({columns}, PRIMARY KEY ({key}))"
            )
            cursor.execute(f"CREATE TEMP TABLE IF NOT EXISTS new_{name} ({columns})")
        rows = rows_of(text)
        while chunk := list(islice(rows, CHUNK)):
            with transaction.atomic():
                cursor.execute("TRUNCATE new_claim, new_line")
                with cursor.copy("COPY new_claim FROM STDIN") as copying:
                    for claim, _ in chunk:
                        copying.write_row(claim)
                with cursor.copy("COPY new_line FROM STDIN") as copying:
                    for _, lines in chunk:
                        for line in lines:
                            copying.write_row(line)
                cursor.execute(MERGE_CLAIMS)
                cursor.execute(MERGE_LINES)


def import_all(text: bytes) -> None:
    from claims.store.batch import Run

    run = Run("fhir", file_name="benchmark.ndjson", now=dt.datetime(2026, 11, 1, tzinfo=dt.UTC))
    batch = run.go(io.BytesIO(text))
    assert batch.refused == 0, batch.refused
    assert batch.landed + batch.unchanged == RECORDS


def empty() -> None:
    """Each round begins with nothing."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS least_claim, least_line")
        cursor.execute("TRUNCATE claims_source, accounts_member CASCADE")


def say(line: str) -> None:
    sys.stdout.write(line + "\n")


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    import django

    django.setup()
    from django.db import connection
    from django.test.utils import setup_databases, teardown_databases

    from portal import embedded

    embedded.start()
    old = setup_databases(verbosity=0, interactive=False)
    try:
        text = file_of(RECORDS)
        say(f"{RECORDS:,} records, {len(text) / RECORDS / 1000:.1f} KB each, {ROUNDS} rounds")
        before = peak()
        steps = {
            "parse only": decode,
            "parse + COPY + merge, the least": copy_and_merge,
            "our import, all new": import_all,
            "our import, all unchanged": import_all,
        }
        rounds: dict[str, list] = {name: [] for name in steps}
        for _ in range(ROUNDS):
            empty()
            for name, run in steps.items():
                rounds[name].append(timed(lambda run=run: run(text)))
        found = {name: best(one) for name, one in rounds.items()}
        least = found["parse + COPY + merge, the least"]
        say(f"{'':<34}{'per second':>11}{'of least':>9}{'Python µs':>10}{'Postgres µs':>12}")
        for name, (clock, python, postgres) in found.items():
            rate = f"{1e6 / clock:>11,.0f}{least[0] / clock:>9.2f}"
            say(f"{name:<34}{rate}{python:>10.0f}{postgres:>12.0f}")
        say(f"peak memory {peak():,.0f} MB, of which {before:,.0f} MB before (the file itself)")
    finally:
        connection.close()
        teardown_databases(old, verbosity=0)


if __name__ == "__main__":
    main()
