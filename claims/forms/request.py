"""What a member answers where we ask for answers and not for files. Each knows how it is shown."""

import datetime as dt
import re
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.clock import today
from accounts.forms.lines import LinesInput
from claims.answers.answer import Fact
from claims.answers.words import day, say
from claims.explanations.tasks import By
from claims.forms.day import DayInput

NO, YES = "no", "yes"
ZIP = re.compile(r"\d{5}(-\d{4})?")
DAY = {"invalid": _("Enter a day, like 2026-03-20.")}
STATES = (  # noqa: SIM905 - fifty-seven lines of two letters say no more
    "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ "
    "NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY AS GU MP PR VI"
).split()


class AnswerForm(forms.Form):
    """``needs`` names the fields that must be filled in once the first question was answered so.

    ``zone`` is the member's, in which a day is past or to come.
    """

    needs: ClassVar[dict[str, tuple[str, ...]]] = {}
    first: ClassVar[str] = ""

    def __init__(self, *args: Any, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today(zone)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.first and self.first in cleaned:
            needed = self.needs.get(cleaned[self.first], ())
            for name in needed:
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, self.fields[name].error_messages["needed"])
            if not needed:  # the rest was not asked then, so it is no answer
                cleaned = {self.first: cleaned[self.first]}
        return cleaned

    def not_to_come(self, name: str) -> dt.date | None:
        found = self.cleaned_data[name]
        if found and found > self.today:
            raise forms.ValidationError(_("The day must be today or in the past."))
        return found

    def answers(self) -> dict[str, str]:
        """What was answered, as it is kept."""
        return {
            name: value.isoformat() if isinstance(value, dt.date) else value
            for name, value in self.cleaned_data.items()
            if value
        }

    @classmethod
    def shown(cls, answers: dict[str, str], today: dt.date) -> tuple[Fact, ...]:
        """What was answered, in the language of now, below the words that asked for it."""
        return tuple(
            Fact(str(field.label), cls._words(field, answers[name], today))
            for name, field in cls.base_fields.items()
            if answers.get(name)
        )

    @staticmethod
    def _words(field: forms.Field, value: str, today: dt.date) -> str:
        if isinstance(field, forms.DateField):
            return day(dt.date.fromisoformat(value), today=today)
        choices = dict(getattr(field, "choices", ()))
        return say("{words}", words=choices.get(value, value))


def line(label: Any, needed: Any, **more: Any) -> forms.CharField:
    """One line of text; ``needed`` is what is said where it must be filled in and is not."""
    wrong = {"required": needed, "needed": needed}
    return forms.CharField(label=label, max_length=200, error_messages=wrong, **more)


def choice(
    label: Any, choices: list[tuple[str, Any]], needed: Any, **more: Any
) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=choices,
        widget=forms.RadioSelect,
        error_messages={"required": needed},
        **more,
    )


def a_day(label: Any, needed: Any = "", **more: Any) -> forms.DateField:
    wrong = {**DAY, "required": needed, "needed": needed}
    return forms.DateField(label=label, widget=DayInput, error_messages=wrong, **more)


class CoverageForm(AnswerForm):
    """Whether another plan covers the member, and which."""

    first = "covered"
    needs: ClassVar = {YES: ("insurer", "policy", "starts_on")}

    covered = choice(
        _("Does another plan cover you, or did one on the day of the care?"),
        [(YES, _("Yes")), (NO, _("No"))],
        _("Choose yes or no."),
        help_text=_("If you choose no, leave the rest empty."),
    )
    insurer = line(_("Name of the other plan"), _("Enter the name of the plan."), required=False)
    policy = line(
        _("Policy or member number"),
        _("Enter the number. It is on the card."),
        required=False,
        help_text=_("It is on the card of that plan."),
    )
    starts_on = a_day(
        _("First day that it covered you"),
        _("Enter the first day. If you do not know it, enter the day you think it was."),
        required=False,
    )
    ends_on = a_day(
        _("Last day that it covered you"),
        required=False,
        help_text=_("Leave this empty if it still covers you."),
    )

    def clean_starts_on(self) -> dt.date | None:
        return self.not_to_come("starts_on")

    def clean_ends_on(self) -> dt.date | None:
        ends, starts = self.cleaned_data["ends_on"], self.cleaned_data.get("starts_on")
        if ends and starts and ends < starts:
            raise forms.ValidationError(_("The last day must not be before the first."))
        return ends


class AddressForm(AnswerForm):
    """Where the member lives."""

    street = line(_("Street and number"), _("Enter your street and number."))
    unit = line(_("Apartment or unit"), "", required=False)
    city = line(_("City"), _("Enter your city."))
    state = forms.ChoiceField(
        label=_("State"),
        choices=[("", _("Choose a state")), *((one, one) for one in STATES)],
        error_messages={"required": _("Choose your state.")},
    )
    zip_code = line(_("ZIP code"), _("Enter your ZIP code."))
    since = a_day(_("Since what day do you live there?"), _("Enter the day."))

    def clean_zip_code(self) -> str:
        found = self.cleaned_data["zip_code"].strip()
        if not ZIP.fullmatch(found):
            raise forms.ValidationError(_("Enter a ZIP code, like 60614."))
        return found


class AccidentForm(AnswerForm):
    """What happened, when, where, and who else may have to pay."""

    first = "kind"
    ROAD, WORK, PLACE, OTHER = "road", "work", "place", "other"
    needs: ClassVar = dict.fromkeys((ROAD, WORK, PLACE, OTHER), ("on", "where", "how"))

    kind = choice(
        _("What kind of accident was it?"),
        [
            (ROAD, _("On the road, with a car or other vehicle")),
            (WORK, _("At work")),
            (PLACE, _("At somebody's home, a store or another place")),
            (OTHER, _("Something else")),
            (NO, _("It was not an accident")),
        ],
        _("Choose what it was."),
    )
    on = a_day(_("What day did it happen?"), _("Enter the day it happened."), required=False)
    where = line(
        _("Where did it happen?"), _("Enter where it happened, like a city."), required=False
    )
    how = forms.CharField(
        label=_("What happened?"),
        max_length=2000,
        required=False,
        widget=LinesInput(4),
        error_messages={"needed": _("Write what happened, in a few words.")},
    )
    other_insurer = line(
        _("Who else may have to pay?"),
        "",
        required=False,
        help_text=_("For example, a car insurer or an employer. Leave it empty if nobody does."),
    )

    def clean_on(self) -> dt.date | None:
        return self.not_to_come("on")


class WordsForm(AnswerForm):
    """What a member can write instead of finding a paper."""

    text = forms.CharField(
        label=_("Your answer"),
        max_length=2000,
        widget=LinesInput(5),
        error_messages={"required": _("Write your answer.")},
    )


class InsteadForm(AnswerForm):
    """What a member has instead of what we asked for."""

    text = forms.CharField(
        label=_("What do you have instead?"),
        help_text=_("For example, a card receipt, or the number of your bill. Or say who has it."),
        max_length=2000,
        widget=LinesInput(5),
        error_messages={"required": _("Tell us what you have, or who has it.")},
    )


FORMS: dict[str, type[AnswerForm]] = {
    By.COVERAGE: CoverageForm,
    By.ADDRESS: AddressForm,
    By.ACCIDENT: AccidentForm,
    By.WORDS: WordsForm,
    "instead": InsteadForm,
}


def shown(kind: str, answers: dict[str, str], today: dt.date) -> tuple[Fact, ...]:
    """Answers of any form, for their page."""
    if kind == "all_sent":
        return (Fact(_now("You told us"), _now("You sent all that you have.")),)
    form = FORMS.get(kind)
    return form.shown(answers, today) if form else ()
