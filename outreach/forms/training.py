"""What a specialist is trained for, how they can talk, and who can be booked at all."""

from operator import attrgetter
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.access import CALLERS
from accounts.models import User
from claims.forms.day import DayInput
from outreach.models import CallRequest, Skill, Specialist, Topic

TOPICS = [(value, label) for value, label in Topic.choices if value]


class TrainingForm(forms.Form):
    """A day for each topic; empty means that they are not trained for it."""

    languages = forms.MultipleChoiceField(
        label=_("Which languages do they speak?"),
        choices=settings.LANGUAGES,
        widget=forms.CheckboxSelectMultiple,
    )
    ways = forms.MultipleChoiceField(
        label=_("How can they talk?"),
        choices=CallRequest.Way.choices,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, specialist: Specialist, **kwargs: Any) -> None:
        self.specialist = specialist
        known = dict(specialist.skills.values_list("topic", "trained_on"))
        initial: dict[str, Any] = {f"topic_{topic}": day for topic, day in known.items()}
        initial |= {"languages": specialist.languages, "ways": specialist.ways}
        super().__init__(*args, initial=initial, **kwargs)
        for topic, label in TOPICS:
            self.fields[f"topic_{topic}"] = forms.DateField(
                label=label,
                required=False,
                widget=DayInput,
                error_messages={"invalid": _("Enter a day, like 2026-03-20.")},
            )
        self.order_fields([f"topic_{topic}" for topic, _label in TOPICS])

    @transaction.atomic
    def save(self) -> None:
        """Nobody is sent to them about what they are not trained for from now on."""
        self.specialist.skills.all().delete()
        Skill.objects.bulk_create(
            Skill(specialist=self.specialist, topic=topic, trained_on=day)
            for topic, _label in TOPICS
            if (day := self.cleaned_data[f"topic_{topic}"])
        )
        said = {name: self.cleaned_data[name] for name in ("languages", "ways")}
        Specialist.objects.filter(pk=self.specialist.pk).update(**said)


class SpecialistForm(forms.ModelForm):
    """Somebody who calls, and cannot be booked yet."""

    class Meta:
        model = Specialist
        fields = ("user", "name", "zone")
        labels = {"user": _("Who?"), "name": _("What members call them"), "zone": _("Time zone")}
        error_messages: ClassVar = {
            "user": {"required": _("Choose somebody.")},
            "name": {"required": _("Write the name that members read.")},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        new = User.objects.filter(role__in=CALLERS, is_active=True, specialist=None)
        self.fields["user"].queryset = new.order_by("email")
        self.fields["user"].label_from_instance = attrgetter("email")
