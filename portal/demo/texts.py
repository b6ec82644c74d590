"""The demo's texts: a file each in var/texts, as its e-mails are files in var/mail."""

from types import TracebackType
from typing import Self

from django.conf import settings

from outreach.channels import Letter


class Texts:
    name = "files"

    def __enter__(self) -> Self:
        self.folder = settings.VAR / "texts"
        self.folder.mkdir(parents=True, exist_ok=True)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Nothing to close."""

    def send(self, letter: Letter) -> str:
        """A second copy of the same replaces the first."""
        kept = self.folder / f"{letter.key}.txt"
        kept.write_text(f"{letter.address}\n{letter.text}\n")
        return kept.name
