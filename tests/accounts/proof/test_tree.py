"""The tree against RFC 6962, and each of its proofs for each tree of 1 to 69 leaves."""

import hashlib

import pytest

from accounts.consent.verify_consent import Peaks, extends, includes
from accounts.proof.tree import LENGTH, WIDTH, Tree, left_part

LARGEST = 69


def content(number: int) -> bytes:
    return hashlib.sha256(b"row %d" % number).digest()


def tree_of(count: int) -> Tree:
    tree = Tree()
    for number in range(count):
        tree.append(content(number))
    return tree


TREE = tree_of(LARGEST)


def by_definition(rows: list[bytes]) -> bytes:
    """MTH as section 2.1 of the RFC writes it."""
    if len(rows) < 2:
        return hashlib.sha256(b"\x00" + rows[0] if rows else b"").digest()
    middle = left_part(len(rows))
    return hashlib.sha256(
        b"\x01" + by_definition(rows[:middle]) + by_definition(rows[middle:])
    ).digest()


def test_the_head_is_the_one_that_the_rfc_defines() -> None:
    for size in range(LARGEST + 1):
        assert TREE.root(size) == by_definition([content(number) for number in range(size)])


def test_the_known_heads_of_certificate_transparency() -> None:
    """The test vectors that the field's implementations share."""
    tree = Tree()
    rows = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657"]
    for row in [*rows, "606162636465666768696a6b6c6d6e6f"]:
        tree.append(bytes.fromhex(row))
    assert tree.root(0).hex().startswith("e3b0c44298fc1c149afbf4c8996fb924")
    assert tree.root(1).hex().startswith("6e340b9cffb37a989ca544e6bb780a2c")
    assert tree.root(8).hex().startswith("5dc9da79a70659a9ad559cb701ded9a2")


def test_the_verifiers_own_head_is_the_same() -> None:
    peaks = Peaks()
    for number in range(LARGEST):
        assert peaks.head() == TREE.root(number)
        peaks.append(content(number))
    assert peaks.head() == TREE.root()


@pytest.mark.parametrize("size", range(1, LARGEST + 1))
def test_every_row_is_proven_to_be_in_the_tree(size: int) -> None:
    root = TREE.root(size)
    for index in range(size):
        proof = TREE.inclusion(index, size)
        assert includes(root, size, index, content(index), proof)


@pytest.mark.parametrize("size", range(1, LARGEST + 1))
def test_no_other_row_place_or_proof_passes(size: int) -> None:
    root = TREE.root(size)
    for index in range(size):
        proof = TREE.inclusion(index, size)
        assert not includes(root, size, index, content(index + 1), proof)
        assert not includes(root, size, index, content(index), [*proof, root])
        assert not includes(root, size, size, content(index), proof)
        assert not includes(bytes(32), size, index, content(index), proof)
        if proof:
            assert not includes(root, size, index, content(index), proof[:-1])
            assert not includes(root, size, index, content(index), [bytes(32), *proof[1:]])
            others = [place for place in range(size) if place != index]
            assert not any(includes(root, size, it, content(index), proof) for it in others)


@pytest.mark.parametrize("size", range(1, LARGEST + 1))
def test_every_head_is_proven_to_extend_every_earlier_one(size: int) -> None:
    root = TREE.root(size)
    for old in range(size + 1):
        assert extends(TREE.root(old), old, root, size, TREE.consistency(old, size))


@pytest.mark.parametrize("size", range(2, LARGEST + 1))
def test_a_rewritten_head_extends_nothing(size: int) -> None:
    """A history whose row 0 was changed, with its own honest proofs."""
    forged = Tree()
    for number in range(size):
        forged.append(content(number or 1_000))
    for old in range(1, size):
        mine = TREE.consistency(old, size)
        for proof in (forged.consistency(old, size), mine):
            assert not extends(TREE.root(old), old, forged.root(), size, proof)
            assert not extends(forged.root(old), old, TREE.root(size), size, proof)
        assert not extends(TREE.root(old), old, TREE.root(size), size, mine[:-1])
        assert not extends(TREE.root(old), old, TREE.root(size), size, [*mine, bytes(32)])


def test_a_tree_is_taken_up_from_its_tiles_and_reads_only_a_few() -> None:
    whole = tree_of(3 * WIDTH + 7)
    loaded: list[tuple[int, int]] = []

    def load(level: int, index: int) -> bytes:
        loaded.append((level, index))
        return bytes(whole.tile(level, index))

    again = Tree(whole.size, load)
    assert again.root() == whole.root()
    assert sorted(loaded) == [(0, 3), (1, 0)]
    again.append(content(whole.size))
    assert again.changed == {(0, 3)}
    assert again.root() == tree_of(3 * WIDTH + 8).root()


def test_large_trees_prove_across_tiles() -> None:
    size = WIDTH * WIDTH + 3
    tree = tree_of(size)
    peaks = Peaks()
    for number in range(size):
        peaks.append(content(number))
    assert tree.root() == peaks.head()
    assert len(tree.tile(2, 0)) == LENGTH
    for index in (0, WIDTH - 1, WIDTH, WIDTH * WIDTH - 1, WIDTH * WIDTH, size - 1):
        assert includes(tree.root(), size, index, content(index), tree.inclusion(index))
    for old in (1, WIDTH, WIDTH + 1, WIDTH * WIDTH, size - 1):
        assert extends(tree.root(old), old, tree.root(), size, tree.consistency(old))
