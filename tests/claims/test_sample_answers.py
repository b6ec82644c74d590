"""Every claim of the open samples gets a whole answer, as far as the source tells it."""

import datetime as dt
import io
from pathlib import Path

import pytest

from claims.answers.claim import claim_answer
from claims.answers.words import plain
from claims.facts import ClaimFacts, ClaimRecord, SourceFacts
from claims.sources import parse
from claims.store.claim_rows import UNSAID
from tests.claims.cases import ERISA_PLAN
from tests.claims.sources.reading import HEARD, SAMPLES
from tests.claims.test_no_dead_ends import assert_full, assert_whole

FOLDERS = ("carin-bb", "cms-ab2d", "cms-bcda", "cms-bfd", "davinci-pas", "synthea-r4")
NOW = HEARD + dt.timedelta(minutes=5)
CHICAGO = "America/Chicago"
SAME = tuple(
    name
    for name in ClaimFacts.__struct_fields__
    if name in ClaimRecord.__struct_fields__ and name not in ("source", "plan", "provider")
)


def files() -> list[Path]:
    found = [path for folder in FOLDERS for path in (SAMPLES / folder).rglob("*")]
    return sorted(path for path in found if path.is_file())


def facts_of(record: ClaimRecord) -> ClaimFacts:
    """As if it were the only thing that we know of this claim."""
    told = record.happening
    return ClaimFacts(
        id="0199c0de",
        state=told.state,
        current=told,
        history=(told,),
        source=SourceFacts(slug="fhir", heard_at=HEARD),
        plan=ERISA_PLAN,
        provider=record.provider.replace(". ", " "),  # "DR. JOE" would count as two sentences
        state_on=told.effective_on,
        received_on=told.received_on,
        notice_on=told.notice_on,
        **{name: getattr(record, name) for name in SAME}
        | {"urgency": record.urgency or UNSAID[record.use]},
    )


def claims_in(path: Path) -> list[ClaimFacts]:
    stream = io.BytesIO(path.read_bytes())
    records = list(parse("fhir", stream, source="fhir", received_at=HEARD))
    return [facts_of(record) for record in records if isinstance(record, ClaimRecord)]


def test_every_claim_of_the_samples_gets_a_whole_answer():
    found = [facts for path in files() for facts in claims_in(path)]
    if not found:
        pytest.skip("the samples are not here")
    for facts in found:
        answer = claim_answer(facts, now=NOW, zone=CHICAGO)
        assert_whole(answer, facts, now=NOW, zone=CHICAGO)
        assert_full(answer)


def test_T37_a_sample_that_states_no_reason_is_not_refused():
    path = SAMPLES / "carin-bb" / "ExplanationOfBenefit-EOBProfessional1.json"
    if not path.exists():
        pytest.skip("the samples are not here")
    answer = claim_answer(claims_in(path)[0], now=NOW, zone=CHICAGO)
    rows = {row.label: plain(row.amount) for row in answer.sums}
    assert rows["Amount billed"] == "$2,650.00"
    assert rows["Your plan paid"] == "$620.00"
    assert rows["You already paid"] == "$0.00"
    assert rows["You may owe"] == "not stated"
    assert answer.search_note == ""
