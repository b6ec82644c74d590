"""Codes without a row: what operators read of them."""

from claims.models import ImportBatch, UnrecognisedCode
from claims.store.codes import count
from tests import make


def counted(*codes: str) -> dict[str, int]:
    batch = ImportBatch.objects.create(source=make.source(), started_at=make.now())
    count(batch, {("X12 CLP02", code): 2 for code in codes})
    return dict(UnrecognisedCode.objects.values_list("code", "times"))


def test_a_code_is_kept_as_it_came(db):
    assert counted("ZZ9", "277:P3:317") == {"ZZ9": 2, "277:P3:317": 2}


def test_a_name_where_a_code_should_be_is_described_and_not_told(db):
    assert counted("MAYA SMITH 1984-05-17", "OMAR KHAN  1990-01-02") == {
        "no code: aaaa aaaaa 9999-99-99": 2,
        "no code: aaaa aaaa  9999-99-99": 2,
    }
