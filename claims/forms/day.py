"""A day as the browser takes it."""

from typing import Any

from django import forms


class DayInput(forms.DateInput):
    """The browser's own date picker; without one, a text box that takes 2026-03-20."""

    input_type = "date"

    def __init__(self, **attributes: Any) -> None:
        super().__init__(attrs=attributes, format="%Y-%m-%d")
