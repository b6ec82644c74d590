"""Which rows of the ledger a privacy officer wants to see."""

import datetime as dt
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.audit.words import DECISIONS, WHO
from accounts.consent.catalogue import EVERYTHING, PURPOSES
from accounts.forms.day import day_field
from accounts.models import ConsentEvent


class LedgerForm(forms.Form):
    """All may be left empty. ``last`` is the as-of day: what was known at its end."""

    first = day_field(_("From this day"))
    last = day_field(_("To this day"))
    purpose = forms.ChoiceField(label=_("Purpose"), required=False)
    version = forms.IntegerField(
        label=_("Wording version"), required=False, min_value=1, max_value=9999
    )
    decision = forms.ChoiceField(label=_("Decision"), required=False)
    who = forms.ChoiceField(label=_("By"), required=False)

    def __init__(self, asked: Any) -> None:
        super().__init__({name: asked.get(name, "") for name in self.base_fields})
        every = ("", _("All"))
        optional = [(one.key, one.name) for one in PURPOSES.values() if not one.locked]
        whole = (EVERYTHING, _("Everything optional"))
        self.fields["purpose"].choices = [every, *optional, whole]
        self.fields["decision"].choices = [every, *DECISIONS.items()]
        self.fields["who"].choices = [every, *WHO.items()]

    def events(self) -> QuerySet[ConsentEvent]:
        asked = self.cleaned_data
        found = ConsentEvent.objects.all()
        if asked["first"]:
            found = found.filter(recorded_at__gte=begin_of(asked["first"]))
        if asked["last"]:
            found = found.filter(recorded_at__lt=begin_of(asked["last"] + dt.timedelta(days=1)))
        for name in ("purpose", "version", "decision", "who"):
            if asked[name]:
                found = found.filter(**{name: asked[name]})
        return found

    def query(self) -> dict[str, str]:
        return {name: self[name].value() for name in self.fields if self[name].value()}


def begin_of(day: dt.date) -> dt.datetime:
    """Its first instant where whoever asks is."""
    return dt.datetime.combine(day, dt.time(), timezone.get_current_timezone())
