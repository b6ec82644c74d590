"""What a specialist writes at the end of a call, and the member's and our answers to it."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from msgspec import Struct

from accounts.forms.lines import LinesInput
from claims.answers.words import plain, say
from outreach.drafts import AGREED, TAKEN, Boxes
from outreach.languages import OURS, named
from outreach.models import SummaryLine
from outreach.talk import Said

LONGEST = 500  # characters of a line
LONGEST_BOX = 20_000
A_YEAR = dt.timedelta(days=365)
KINDS = SummaryLine.Kind
TYPED = {"told_us": KINDS.TOLD_US, "we_told": KINDS.WE_TOLD, "unsettled": KINDS.UNSETTLED}
TWICE = (*TYPED, *(f"agreed_{number}" for number in AGREED))
"""The boxes whose lines may stand in the member's language too."""


def typed_lines(label: Any, hint: Any) -> forms.CharField:
    area = LinesInput(3)
    return forms.CharField(label=label, help_text=hint, required=False, widget=area)


class Part(Struct, frozen=True):
    """Some fields of a form, as `components/fields.html` takes them."""

    visible_fields: list[forms.BoundField]
    hidden_fields: tuple[()] = ()

    @property
    def in_use(self) -> bool:
        return any(one.value() or one.errors for one in self.visible_fields)


class Parts(Struct, frozen=True):
    first: Part
    more: Part
    last: Part


class SummaryForm(forms.Form):
    """One line of a box is one sentence of the summary. ``today`` is the member's day.

    ``theirs`` is the member's language where it is not ours: each box then has a second one, for
    the same lines in it, all of them or none.

    ``taken`` names the draft of a tool whose lines are in the boxes, "" for none.
    """

    told_us = typed_lines(
        gettext_lazy("They told us"), gettext_lazy("In their words. One thing a line.")
    )
    we_told = typed_lines(
        gettext_lazy("We told them"), gettext_lazy("Each fact with where it comes from.")
    )
    unsettled = typed_lines(
        gettext_lazy("Not settled"), gettext_lazy("Leave it empty when nothing was left open.")
    )

    def __init__(self, *args: Any, today: dt.date, theirs: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.theirs = today, theirs
        self.taken = (self.data if self.is_bound else self.initial).get(TAKEN, "")
        for number in AGREED:
            self.add_agreement(number)
        if theirs:
            add_second_boxes(self.fields, theirs)
        self.fields["note"] = forms.CharField(
            label=_("A personal line from you, if you like"),
            help_text=_("It stands at the end, with your name. It promises nothing."),
            required=False,
            max_length=300,
        )
        if self.taken:
            self.fields["confirmed"] = forms.BooleanField(
                label=_("I read every line, and it is what was said."),
                error_messages={"required": _("Read every line before they do, and say so.")},
            )

    @property
    def parts(self) -> "Parts":
        """The form in three, so that more than one agreement is asked for only where there is."""
        fields = self.visible_fields()
        names = [one.name for one in fields]
        begin, end = names.index("due_1") + 1, names.index(f"due_{AGREED[-1]}") + 1
        return Parts(Part(fields[:begin]), Part(fields[begin:end]), Part(fields[end:]))

    @property
    def languages(self) -> str:
        """Why a box has a second one; "" where none has."""
        words = _("They read {language}. If you write in {language} too, write every line.")
        return say(words, language=named(self.theirs)) if self.theirs else ""

    def boxes(self) -> Boxes:
        """What stands in them as it was typed, right or wrong; NUL left out."""
        names = [name for name in self.fields if name != "confirmed"]
        return {
            name: self.data[name].replace("\0", "")[:LONGEST_BOX]
            for name in [*names, TAKEN]
            if self.data.get(name)
        }

    def add_agreement(self, number: int) -> None:
        named = plain(say(_("We agreed, {n}: what"), n=number))
        self.fields[f"agreed_{number}"] = forms.CharField(
            label=named, required=False, max_length=LONGEST
        )
        self.fields[f"owner_{number}"] = forms.ChoiceField(
            label=plain(say(_("{n}: who does it"), n=number)),
            required=False,
            choices=[("", _("Choose")), *SummaryLine.Owner.choices],
        )
        self.fields[f"due_{number}"] = forms.DateField(
            label=plain(say(_("{n}: by which day"), n=number)),
            required=False,
            widget=forms.DateInput(attrs={"type": "date"}),
        )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for name in (*TYPED, *map(second, TYPED)):
            if any(len(line) > LONGEST for line in lines_in(given.get(name, ""))):
                self.add_error(name, plain(say(_("At most {n} characters a line."), n=LONGEST)))
        for number in AGREED:
            self.check_agreement(number, given)
        if self.theirs:
            self.check_second_boxes(given)
        if not self.errors and not self.said():
            raise forms.ValidationError(_("Write at least one line: the member reads it."))
        return given

    def check_agreement(self, number: int, given: dict[str, Any]) -> None:
        text, owner, due = (given.get(f"{name}_{number}") for name in ("agreed", "owner", "due"))
        if not text:
            if owner or due:
                self.add_error(f"agreed_{number}", _("Say what was agreed."))
            return
        if not owner:
            self.add_error(f"owner_{number}", _("Say who does it."))
        if not due and f"due_{number}" not in self.errors:
            self.add_error(f"due_{number}", _("Say by which day."))
        elif due and not self.today <= due <= self.today + A_YEAR:
            self.add_error(f"due_{number}", _("Choose a day from today to a year from now."))

    def check_second_boxes(self, given: dict[str, Any]) -> None:
        pairs = {name: (given.get(name, ""), given.get(second(name), "")) for name in TWICE}
        if not any(theirs for _ours, theirs in pairs.values()):
            return
        for name, (ours, theirs) in pairs.items():
            here, there = len(lines_in(ours)), len(lines_in(theirs))
            if here != there:
                words = _("Write the same lines in both: {here} in {ours}, {there} in {theirs}.")
                both = {"ours": named(OURS), "theirs": named(self.theirs)}
                self.add_error(second(name), plain(say(words, here=here, there=there, **both)))

    def twice(self, name: str) -> list[dict[str, str]]:
        """Each line of a box, with its original and the same in the other language."""
        ours = lines_in(self.cleaned_data.get(name, ""))
        theirs = lines_in(self.cleaned_data.get(second(name), ""))
        if not theirs:
            return [{"text": one} for one in ours]
        if self.cleaned_data["original"] == self.theirs:
            ours, theirs = theirs, ours
        original = self.cleaned_data["original"] or OURS
        return [
            {"text": text, "language": original, "translated": same}
            for text, same in zip(ours, theirs, strict=True)
        ]

    def said(self) -> list[Said]:
        """The lines, what was agreed first."""
        given = self.cleaned_data
        agreed = [
            Said(
                kind=KINDS.AGREED,
                **self.twice(f"agreed_{number}")[0],
                owner=given[f"owner_{number}"],
                due_on=given[f"due_{number}"],
            )
            for number in AGREED
            if given.get(f"agreed_{number}")
        ]
        return agreed + [
            Said(kind=kind, **line) for name, kind in TYPED.items() for line in self.twice(name)
        ]


def second(name: str) -> str:
    return f"{name}_theirs"


def add_second_boxes(fields: dict[str, forms.Field], theirs: str) -> None:
    """Right after each box, the same in ``theirs``; and which of the two was said."""
    before, named_theirs = dict(fields), named(theirs)
    fields.clear()
    for name, field in before.items():
        fields[name] = field
        if name in TWICE:
            label = plain(say(_("{what}, in {language}"), what=field.label, language=named_theirs))
            box = LinesInput(3) if name in TYPED else None
            longest = None if name in TYPED else LONGEST
            fields[second(name)] = forms.CharField(
                label=label, required=False, widget=box, max_length=longest
            )
    fields["original"] = forms.ChoiceField(
        label=_("Which text is the original?"),
        help_text=_("It counts where you wrote both."),
        choices=[(code, named(code)) for code in (OURS, theirs)],
        initial=OURS,
        required=False,
    )


class NotesForm(forms.Form):
    """Notes for a tool to draft from. They are not kept."""

    notes = forms.CharField(
        label=gettext_lazy("Your notes of the call"),
        help_text=gettext_lazy(
            "A tool picks sentences out of them. Nobody keeps the notes, and you check the draft."
        ),
        required=False,
        max_length=20_000,
        widget=LinesInput(4),
    )


def lines_in(text: str) -> list[str]:
    """The lines of a box that hold something; NUL left out, as no database holds it."""
    return [line.strip() for line in text.replace("\0", "").splitlines() if line.strip()]
