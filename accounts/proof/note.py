"""Checkpoints: the head of the tree as a signed note, readable by people and by others' programs.

    portal.example.org/consent          whose record it is
    1204                                how many rows
    CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2…   the head of the tree, base64
    sealed 2026-11-22T16:00:00.000000Z
    later rows from 2026-11-22T15:59:59.731000Z

    — portal.example.org/consent Az3gr…  the signature, by Ed25519

The form is C2SP's signed-note and tlog-checkpoint; the last two lines are ours.
"""

import datetime as dt
import hashlib
import os
from base64 import b64decode, b64encode
from pathlib import Path
from typing import NamedTuple

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

ED25519 = b"\x01"
PRIVATE = "PRIVATE+KEY+"


class NoKey(Exception):
    """There is no key to sign with; the text says what to do."""


class Head(NamedTuple):
    """What a checkpoint says. ``later_from``: no row that comes after it is dated before."""

    size: int
    root: bytes
    sealed_at: dt.datetime
    later_from: dt.datetime


class Key(NamedTuple):
    """A name and a key; the name stands in each checkpoint that it signs."""

    name: str
    private: Ed25519PrivateKey

    @property
    def public(self) -> str:
        """What others check with, on one line: name, short digest, key."""
        raw = self.private.public_key().public_bytes_raw()
        return f"{self.name}+{self.digest.hex()}+{b64encode(ED25519 + raw).decode()}"

    @property
    def digest(self) -> bytes:
        raw = self.private.public_key().public_bytes_raw()
        return hashlib.sha256(self.name.encode() + b"\n" + ED25519 + raw).digest()[:4]

    def checkpoint(self, head: Head) -> str:
        text = "\n".join(
            (
                self.name,
                str(head.size),
                b64encode(head.root).decode(),
                f"sealed {instant(head.sealed_at)}",
                f"later rows from {instant(head.later_from)}",
                "",
            )
        )
        signature = b64encode(self.digest + self.private.sign(text.encode())).decode()
        return f"{text}\n— {self.name} {signature}\n"


def instant(at: dt.datetime) -> str:
    return f"{at.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%S.%f}Z"


def make_key(path: Path, name: str) -> Key:
    """Write a new key that only its owner may read. Raises FileExistsError where there is one."""
    key = Key(name, Ed25519PrivateKey.generate())
    seed = b64encode(ED25519 + key.private.private_bytes_raw()).decode()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(f"{PRIVATE}{name}+{key.digest.hex()}+{seed}\n")
    return key


def read_key(path: Path) -> Key:
    try:
        text = path.read_text().strip()
    except OSError as problem:
        raise NoKey(f"The key {path} cannot be read: {problem.strerror}.") from problem
    name, _digest, seed = text.removeprefix(PRIVATE).split("+", 2)
    return Key(name, Ed25519PrivateKey.from_private_bytes(b64decode(seed)[1:]))
