"""Writing to us, and answering: a few words, and a key that makes a doubled press one post."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.lines import LinesInput
from outreach.models.thread import LONGEST_POST


class PostForm(forms.Form):
    """``files``: words are not asked for where files come."""

    text = forms.CharField(
        label=_("Your message"),
        help_text=_("You do not have to explain everything. We see what you see."),
        max_length=LONGEST_POST,
        widget=LinesInput(6),
        error_messages={"required": _("Write something first. One sentence is enough.")},
    )
    key = forms.UUIDField(initial=uuid4, widget=forms.HiddenInput)

    def __init__(self, *args: Any, label: str = "", files: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        text = self.fields["text"]
        text.label = label or text.label
        text.required = not files


class ReplyForm(PostForm):
    """Ours. ``seen`` is how many of the member's posts whoever answers has read."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].help_text = _(
            "They read it with your first name. Outside the portal we only say that there is an"
            " answer."
        )


class SettleForm(forms.Form):
    seen = forms.IntegerField(widget=forms.HiddenInput)
