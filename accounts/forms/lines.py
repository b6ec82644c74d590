"""Words of several lines."""

from typing import Any

from django import forms


class LinesInput(forms.Textarea):
    """Counted as the browser counts them: the end of a line is one character, though it sends two.

    Otherwise a text that fills its box is sent, and refused for being too long.
    """

    def __init__(self, rows: int) -> None:
        super().__init__(attrs={"rows": rows})

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        typed = super().value_from_datadict(data, files, name)
        return typed.replace("\r\n", "\n") if isinstance(typed, str) else typed
