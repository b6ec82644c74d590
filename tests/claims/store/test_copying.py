"""What is copied into a table is read back as it was."""

import datetime as dt
import gc
import uuid
from contextlib import suppress

import pytest
from django.db import DataError, connection

from claims.facts import ClaimState
from claims.store.cells import array, json, with_arrays
from claims.store.chunks import chunks, sparing_the_collector
from claims.store.copying import copy, rows

TRICKY = ["", "\\N", "\\.", "a\tb", "a\nb\r\n", 'c:\\"temp"', "{1,NULL}", "niño", "\x01\x85\u2028"]


@pytest.fixture
def table(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE copied (word text, words text[], number bigint, day date,"
            " at timestamptz, key uuid, yes bool) ON COMMIT DROP"
        )
    return "copied"


def test_every_kind_of_value_comes_back_as_it_went_in(table):
    at = dt.datetime(2026, 3, 8, 7, 0, 0, 5, tzinfo=dt.UTC)
    row = (ClaimState.PAID, [*TRICKY], -7, dt.date(1900, 1, 1), at, uuid.uuid4(), True)
    nothing = (None,) * 7
    names = ("word", "words", "number", "day", "at", "key", "yes")
    copy(table, names, [with_arrays(row), nothing])
    assert rows("SELECT * FROM copied") == [row, nothing]


@pytest.mark.parametrize("word", TRICKY)
def test_a_text_is_not_read_as_an_end_a_null_or_another_column(table, word):
    copy(table, ("word", "number"), [(word, 1), (word, 2)])
    assert rows("SELECT word, number FROM copied") == [(word, 1), (word, 2)]


def test_more_rows_than_are_sent_at_once_keep_their_order(table):
    copy(table, ("number",), ([number] for number in range(1_234)))
    assert rows("SELECT number FROM copied") == [(number,) for number in range(1_234)]


@pytest.mark.parametrize("word", TRICKY)
def test_json_comes_back_as_it_went_in_beside_a_text_of_any_kind(db, word):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE copied (word text, told json) ON COMMIT DROP")
    copy("copied", ("word", "told"), [(word, json([word])), ("plain", json({word: 1}))])
    assert rows("SELECT * FROM copied") == [(word, [word]), ("plain", {word: 1})]


@pytest.mark.parametrize(
    ("name", "value"), [("word", "\0"), ("number", 0.5), ("words", ["not made an array"])]
)
def test_what_a_column_cannot_hold_is_refused_as_data(table, name, value):
    with pytest.raises(DataError):
        copy(table, (name,), [(value,)])


@pytest.mark.parametrize("given", [[], [""], TRICKY])
def test_an_array_holds_each_text_as_it_is(db, given):
    assert rows("SELECT %s::text[]", array(given)) == [(given,)]


def test_chunks_come_in_order_and_an_error_after_what_was_read_before_it():
    def found():
        yield from range(5)
        raise EOFError

    with sparing_the_collector():  # as an import does; else each chunk searches all of memory
        assert [*chunks(range(5), 2)] == [[0, 1], [2, 3], [4]]
        read = chunks(found(), 2)
        assert [next(read), next(read)] == [[0, 1], [2, 3]]
        with pytest.raises(EOFError):
            next(read)


def test_the_collector_works_again_after_an_import_that_failed():
    with suppress(EOFError), sparing_the_collector():
        assert not gc.isenabled()
        raise EOFError
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0
