"""What a member asks us to do with their data."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.lines import LinesInput
from accounts.models import DataRequest

WHERE = _("Some laws give you more rights where you live. You do not have to say.")


class CopyForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("What do you want a copy of?"),
        choices=(
            (
                DataRequest.Kind.ACCESS,
                _("Everything that you keep about me"),
            ),
            (
                DataRequest.Kind.PORTABILITY,
                _("What I gave you, to take it to another service"),
            ),
        ),
        initial=DataRequest.Kind.ACCESS,
        widget=forms.RadioSelect,
    )
    home = forms.ChoiceField(
        label=_("Where do you live?"),
        help_text=WHERE,
        choices=DataRequest.Home.choices,
        required=False,
    )


class DeletionForm(forms.Form):
    closes_sign_in = forms.BooleanField(
        label=_("Close my sign-in too. I cannot sign in any more after that."), required=False
    )
    home = forms.ChoiceField(
        label=_("Where do you live?"),
        help_text=WHERE,
        choices=DataRequest.Home.choices,
        required=False,
    )
    sure = forms.BooleanField(
        label=_("I have read what goes and what stays. It cannot be brought back."),
        error_messages={"required": _("Say that you have read what goes and what stays.")},
    )


class CorrectionForm(forms.ModelForm):
    class Meta:
        model = DataRequest
        fields = ("words", "right", "home")
        help_texts = {
            "words": _("Say which claim, order or bill it is about, and what it says now."),
            "right": _("What it says when it is right, as far as you know."),
            "home": WHERE,
        }
        error_messages = {"words": {"required": _("Tell us what is wrong.")}}
        widgets = {
            "words": LinesInput(5),
            "right": LinesInput(3),
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].required = True

    def _post_clean(self) -> None:
        """Nothing is saved here, and the constraints speak of columns that are not asked for."""
