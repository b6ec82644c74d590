"""What the tests of the proof share."""

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def seals(tmp_path: Path, settings: Any) -> Path:
    """A folder for checkpoints and a key, for this test alone."""
    settings.SEALS, settings.SEAL_KEY = tmp_path / "seals", tmp_path / "seal-key"
    return tmp_path / "seals"
