"""What `make run` installs: everything we ask for, by hash, from no named host."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = ("requirements", "requirements-dev")


def asked_for(name: str) -> set[str]:
    lines = (ROOT / f"{name}.in").read_text().splitlines()
    found = (re.match(r"[A-Za-z0-9_-]+", line) for line in lines if not line.startswith(("#", "-")))
    return {match[0].lower().replace("_", "-") for match in found if match}


def locked(name: str) -> dict[str, str]:
    """Each locked package with its block of hashes."""
    text = (ROOT / f"{name}.txt").read_text()
    blocks = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    return {re.split(r"[=\[]", block, maxsplit=1)[0]: block for block in blocks}


@pytest.mark.parametrize("name", LOCKS)
def test_the_lock_holds_what_we_ask_for(name) -> None:
    assert asked_for(name) - set(locked(name)) == set()


@pytest.mark.parametrize("name", LOCKS)
def test_each_package_has_its_hashes(name) -> None:
    assert [
        package for package, block in locked(name).items() if "--hash=sha256:" not in block
    ] == []


@pytest.mark.parametrize("name", LOCKS)
def test_the_lock_names_no_host(name) -> None:
    assert not re.search(r"://|index-url|find-links", (ROOT / f"{name}.txt").read_text())


def test_both_locks_agree() -> None:
    ours, checks = locked("requirements"), locked("requirements-dev")
    versions = {name: block.split()[0] for name, block in ours.items()}
    assert {name: checks[name].split()[0] for name in versions} == versions
