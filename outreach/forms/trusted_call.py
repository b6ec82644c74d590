"""Asking for a call by somebody who helps a member: we call them, on a number of their own."""

from typing import Any

from outreach.forms.call_request import CallRequestForm


class TrustedCallForm(CallRequestForm):
    """Without the times, which the member books, and without what is known of the member."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, phone="", **kwargs)
        for name in ("when", "key", "speaker"):
            del self.fields[name]
