"""Where checkpoints go: places that the database cannot write. What is there is never overwritten.

Two have the same three methods: a directory here, and storage that speaks S3 in `bucket`.
"""

import os
import tempfile
from pathlib import Path
from typing import Protocol


class Differs(Exception):
    """Something else is there under that name: somebody wrote it who is not this sealer."""


class Unreachable(Exception):
    """The place did not take it or did not answer; the text says why. The next turn tries again."""


class Place(Protocol):
    def put(self, name: str, content: bytes) -> None:
        """Keep this; doing it twice is doing it once. Raises `Differs` and `Unreachable`."""

    def get(self, name: str) -> bytes | None:
        """What is there under that name."""

    def names(self) -> list[str]:
        """All that is there, in order."""


class Directory:
    """A file each. It is whole when it has its name: a crash leaves no half of one."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def put(self, name: str, content: bytes) -> None:
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._write(name, content)
        except OSError as problem:
            raise Unreachable(f"{self.path}: {problem.strerror}") from problem

    def _write(self, name: str, content: bytes) -> None:
        handle, written = tempfile.mkstemp(dir=self.path, prefix=".")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.link(written, self.path / name)
        except FileExistsError:
            if self.get(name) != content:
                raise Differs(f"{self.path / name}") from None
        finally:
            Path(written).unlink()

    def get(self, name: str) -> bytes | None:
        try:
            return (self.path / name).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as problem:
            raise Unreachable(f"{self.path}: {problem.strerror}") from problem

    def names(self) -> list[str]:
        if not self.path.is_dir():
            return []
        return sorted(file.name for file in self.path.iterdir() if file.name[0] != ".")
