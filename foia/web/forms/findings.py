"""Filters of the pages on findings; their fields are the names in the address."""

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from foia.flow.findings.saying import STATES
from foia.web.forms.agencies import law_choices
from foia.web.forms.system_parts import records, technologies

ANY = ("", _("Any"))


class FilterForm(forms.Form):
    """What the findings are narrowed to; everything may stay empty."""

    words = forms.CharField(label=_("Body or place"), required=False, max_length=200)
    law = forms.ChoiceField(label=_("Law"), required=False)
    technology = forms.ChoiceField(label=_("Technology"), required=False)
    category = forms.ChoiceField(label=_("Record"), required=False)
    state = forms.ChoiceField(
        label=_("What was learnt"), required=False, choices=[ANY, *STATES.items()]
    )
    vendor = forms.CharField(label=_("Maker of the system"), required=False, max_length=200)

    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__(data, auto_id="filter_%s")
        self._offer("law", law_choices(_("Any")))
        self._offer("technology", technologies(_("Any")))
        self._offer("category", [ANY, *records()])

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        cast(forms.ChoiceField, self.fields[name]).choices = choices
