"""A team: who is in it, and how many of them are on booked calls at a time."""

from typing import Any, ClassVar

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from outreach.models import Specialist, Team


class TeamForm(forms.ModelForm):
    people = forms.ModelMultipleChoiceField(
        label=_("Who is in it?"),
        help_text=_("Who is in another team changes over."),
        queryset=Specialist.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Team
        fields = ("name", "at_once")
        error_messages: ClassVar = {
            "name": {"required": _("Give the team a name.")},
            "at_once": {"required": _("Say how many at a time.")},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = self.fields["people"]
        people.queryset = Specialist.objects.filter(user__is_active=True).order_by("name", "pk")
        people.label_from_instance = lambda one: one.name
        people.initial = [] if self.instance._state.adding else self.instance.specialists.all()

    @transaction.atomic
    def save(self, commit: bool = True) -> Team:
        """Calls that are booked stay."""
        team = super().save(commit)
        chosen = self.cleaned_data["people"]
        team.specialists.exclude(pk__in=chosen).update(team=None)
        chosen.update(team=team)
        return team
