"""Searching bodies, keeping a search or a list, naming an address, choosing what to merge."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

import msgspec
from django import forms
from django.utils.translation import gettext_lazy as _

from foia.flow.agencies import Filters, address_on, web_address
from foia.letters.catalogue import catalogue
from foia.letters.printable import one_line
from foia.models import AgencyList, Team
from foia.web import agency_words, words
from foia.web.days import reader
from jurisdictions import codes, load_pack


def law_choices(first: Any) -> list[tuple[str, Any]]:
    """Return all jurisdictions by their names, after one choice that stands for none."""
    named = sorted((words.named(load_pack(code).name), code) for code in codes())
    return [("", first), *((code, name) for name, code in named)]


def _technologies() -> list[tuple[str, Any]]:
    named = sorted((entry.label(reader()), entry.id) for entry in catalogue().technologies)
    return [("", _("Any technology")), *((id, label) for label, id in named)]


class SearchForm(forms.Form):
    """What to look for among bodies; everything may stay empty."""

    words = forms.CharField(label=_("Words"), required=False, max_length=200)
    place = forms.CharField(label=_("Place"), required=False, max_length=200)
    jurisdiction = forms.ChoiceField(label=_("Law"), required=False)
    kind = forms.ChoiceField(label=_("Type"), required=False)
    technology = forms.ChoiceField(label=_("Known to use"), required=False)
    channel = forms.ChoiceField(
        label=_("Reached by"), required=False, choices=agency_words.CHANNELS
    )
    verified = forms.ChoiceField(
        label=_("Last checked"), required=False, choices=agency_words.VERIFIED
    )
    before_on = forms.DateField(
        label=_("Day"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def __init__(self, data: Mapping[str, Any], *, kinds: Sequence[str]) -> None:
        super().__init__(data)
        kind = str(data.get("kind", ""))[:40]
        known = list(dict.fromkeys([*kinds, kind] if kind else kinds))
        self._offer("kind", [("", _("Any type")), *((one, one) for one in known)])
        self._offer("jurisdiction", law_choices(_("Any law")))
        self._offer("technology", _technologies())

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        cast(forms.ChoiceField, self.fields[name]).choices = choices

    def filters(self) -> Filters:
        """Return what to look for; a field that makes no sense narrows nothing."""
        self.is_valid()
        told = {name: value for name, value in self.cleaned_data.items() if value}
        return msgspec.convert(told, Filters)


class BodyForm(forms.Form):
    """A body that no table has, written down by hand."""

    name = forms.CharField(label=_("Name"), max_length=300)
    place = forms.CharField(label=_("Town or place"), max_length=200)
    jurisdiction = forms.ChoiceField(label=_("Law"))
    kind = forms.CharField(label=_("Type of body"), required=False, max_length=40)
    homepage = forms.CharField(label=_("Website"), required=False, max_length=500)
    team = forms.ChoiceField(label=_("Team"))

    def __init__(self, data: Mapping[str, Any] | None = None, *, teams: Sequence[Team]) -> None:
        super().__init__(data)
        law = cast(forms.ChoiceField, self.fields["jurisdiction"])
        law.choices = law_choices(_("Choose"))
        offer_teams(self, teams)


class NameForm(forms.Form):
    """The name of a list."""

    name = forms.CharField(label=_("Name of the list"), max_length=200)


class NewListForm(NameForm):
    """A list's name, and whose it is to be."""

    team = forms.ChoiceField(label=_("Team"))

    def __init__(self, data: Mapping[str, Any] | None = None, *, teams: Sequence[Team]) -> None:
        super().__init__(data)
        offer_teams(self, teams)


class PutForm(forms.Form):
    """Onto which list bodies go: those that were ticked, or all that the search found."""

    agency_list = forms.ChoiceField(label=_("List"))

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, lists: Sequence[AgencyList]
    ) -> None:
        super().__init__(data)
        choices = [(str(one.uuid), one.name) for one in lists]
        cast(forms.ChoiceField, self.fields["agency_list"]).choices = choices


class AddressForm(forms.Form):
    """An address that a person found for a body, and where."""

    channel = forms.ChoiceField(label=_("Channel"), choices=agency_words.CHANNELS[1:-1])
    address = forms.CharField(label=_("Address"), max_length=500)
    source_url = forms.CharField(
        label=_("Where it is published"),
        required=False,
        max_length=500,
        help_text=_("The page on which you read it, so that others can check it."),
    )
    team = forms.ChoiceField(label=_("For the letters of"))

    def __init__(self, data: Mapping[str, Any] | None = None, *, teams: Sequence[Team]) -> None:
        super().__init__(data)
        offer_teams(self, teams)

    def clean(self) -> dict[str, Any]:
        """Refuse what is no address of that channel, or no page on the web."""
        told = super().clean() or {}
        found = one_line(told.get("address", ""))
        if found and not address_on(told.get("channel", ""), found):
            self.add_error("address", _("This is no address for the channel that you chose."))
        page = told.get("source_url", "").strip()
        if page and not web_address(page):
            self.add_error("source_url", _("Expected an address that begins with https://"))
        return told | {
            "address": address_on(told.get("channel", ""), found),
            "source_url": web_address(page),
        }


def offer_teams(form: forms.Form, teams: Sequence[Team]) -> None:
    """Offer a choice of teams; whoever has one or none is not asked."""
    if len(teams) < 2:
        del form.fields["team"]
        return
    choices = [(str(team.uuid), team.name) for team in teams]
    cast(forms.ChoiceField, form.fields["team"]).choices = choices
