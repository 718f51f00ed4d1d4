"""Filters of a campaign's grid, and what is done with many of its rows at once."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from foia.letters.catalogue import catalogue
from foia.letters.ladder import steps_of
from foia.models import Campaign, Finding, RecordsRequest
from foia.web import letter_words, words
from foia.web.days import reader
from foia.web.forms.agencies import law_choices
from foia.web.grid import QUESTION, STAGES, Filters
from foia.web.ticked import keys_of

CLOSE = "close"
#: Letters that can be written to many bodies at once; each only where its law and history allow it.
LETTERS = ("overdue", "overdue_second", "overdue_final", "receipt_query")
ANY = ("", _("Any"))


class FilterForm(forms.Form):
    """What the grid is narrowed to; its fields are the names in the address."""

    q = forms.CharField(label=_("Body or place"), required=False, max_length=200)
    law = forms.ChoiceField(label=_("Law"), required=False)
    stage = forms.ChoiceField(
        label=_("Where it stands"),
        required=False,
        choices=[
            ANY,
            (QUESTION, _("A person must say what they wrote")),
            *((stage, words.STAGES[stage]) for stage in STAGES),
        ],
    )
    record = forms.ChoiceField(label=_("Record"), required=False)
    finding = forms.ChoiceField(
        label=_("What was learnt"),
        required=False,
        choices=[ANY, *((state, words.FINDINGS[state]) for state in Finding.State.values)],
    )

    def __init__(self, data: Mapping[str, Any], *, categories: Sequence[str]) -> None:
        super().__init__(data, auto_id="filter_%s")
        named = [(id, catalogue().category(id).label(reader())) for id in categories]
        cast(forms.ChoiceField, self.fields["record"]).choices = [ANY, *named]
        cast(forms.ChoiceField, self.fields["law"]).choices = law_choices(_("Any"))


class ActForm(forms.Form):
    """What to do, and with which rows: the ticked ones, or all that the filters leave."""

    do = forms.ChoiceField(label=_("With these bodies"))
    is_all = forms.BooleanField(required=False)

    def __init__(self, data: QueryDict | None, *, campaign: Campaign) -> None:
        super().__init__(data)
        self.campaign = campaign
        cast(forms.ChoiceField, self.fields["do"]).choices = _acts(campaign)
        self.picked = keys_of(data.getlist("picked")) if data else []

    def clean(self) -> dict[str, Any]:
        """Require rows."""
        cleaned = super().clean() or {}
        if not (cleaned.get("is_all") or self.picked):
            raise forms.ValidationError(_("Tick at least one body, or choose all that are shown."))
        return cleaned

    def letter(self) -> tuple[str, str]:
        """Return the kind of letter that was chosen and, of an appeal, its step."""
        kind, _, step = self.cleaned_data["do"].partition(":")
        return kind, step

    def requests(self) -> QuerySet[RecordsRequest]:
        """Return the requests that are meant."""
        if self.cleaned_data["is_all"]:
            return Filters.told(self.data).of(self.campaign)
        return RecordsRequest.objects.filter(campaign=self.campaign, pk__in=self.picked)


def _acts(campaign: Campaign) -> list[tuple[str, Any]]:
    """Return what can be done: a letter of each kind, an appeal for each step of its laws."""
    codes = campaign.requests.order_by().values_list("jurisdiction_code", flat=True).distinct()
    bodies: dict[str, set[str]] = {}
    for step in (step for code in codes for step in steps_of(code)):
        bodies.setdefault(step.step, set()).add(words.named(step.body))
    appeal = letter_words.LETTERS["appeal"]
    return [
        *((kind, letter_words.LETTERS[kind]) for kind in LETTERS),
        *((f"appeal:{step}", f"{appeal}: {' / '.join(sorted(bodies[step]))}") for step in bodies),
        (CLOSE, _("Close these requests")),
    ]
