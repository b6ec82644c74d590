"""Read a text or a sample as one of our sources does."""

import datetime as dt
import io
import os
import re
from pathlib import Path

import pytest

from claims.sources import parse

HEARD = dt.datetime(2026, 11, 22, 5, 0, tzinfo=dt.UTC)
SAMPLES = Path(
    os.environ.get("PORCHLIGHT_SAMPLES")
    or Path(__file__).parents[4] / "shared" / "data" / "samples"
)


def read(system: str, content: str | bytes) -> list:
    raw = content.encode() if isinstance(content, str) else content
    return list(parse(system, io.BytesIO(raw), source=system, received_at=HEARD))


def sample(system: str, name: str) -> list:
    path = SAMPLES / system / name
    if not path.exists():
        pytest.skip("the samples are not here")
    with path.open("rb") as stream:
        return list(parse(system, stream, source=system, received_at=HEARD))


def declared(name: str) -> set[str]:
    """The words that a type declaration of EasyPost lists."""
    path = SAMPLES / "easypost" / name
    if not path.exists():
        pytest.skip("the samples are not here")
    return set(re.findall(r"'(\w+)'", path.read_text()))
