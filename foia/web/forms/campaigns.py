"""Campaigns: planning one, choosing its bodies and merge fields, and the schedule of a wave."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from foia.flow.campaigns.planning import MOST_BYTES
from foia.gateways import tables
from foia.models import AgencyList, Campaign, System, Team
from foia.web.forms.agencies import law_choices

MOST_SYSTEMS = 200
#: So far ahead a wave may begin.
AHEAD = timedelta(days=366)
SIGNED = ("signed_name", "signed_organization")
TOLD = ("name", "note", *SIGNED, "needs_second_approval")


class CampaignForm(forms.Form):
    """Who asks, in whose name, and how careful the team wants to be."""

    team = forms.ChoiceField(label=_("Team"))
    name = forms.CharField(
        label=_("Name of the campaign"), max_length=200, help_text=_("For the team; never sent.")
    )
    system = forms.ChoiceField(
        label=_("System, if it is about a single one"),
        required=False,
        help_text=_("Without one, the letters name the kind of system."),
    )
    signed_name = forms.CharField(
        label=_("Name under the letters"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    signed_organization = forms.CharField(
        label=_("Organization, if you write for one"), max_length=200, required=False
    )
    needs_second_approval = forms.BooleanField(
        label=_("A second person must approve every wave"), required=False
    )
    note = forms.CharField(
        label=_("Note for the team"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        teams: Sequence[Team],
        systems: QuerySet[System],
        campaign: Campaign | None = None,
        about: System | None = None,
        name: str = "",
    ) -> None:
        told = {field: getattr(campaign, field) for field in TOLD} if campaign else {}
        about = campaign.system if campaign else about
        system = {"system": about.slug} if about else {}
        super().__init__(data, initial={"signed_name": name} | told | system)
        self.teams = {str(team.uuid): team for team in teams}
        self._offer("team", [(uuid, team.name) for uuid, team in self.teams.items()])
        if campaign or len(teams) < 2:
            del self.fields["team"]
        self.systems = {system.slug: system for system in systems[:MOST_SYSTEMS]}
        self._offer(
            "system", [("", _("None")), *((slug, s.name) for slug, s in self.systems.items())]
        )
        if not self.systems:
            del self.fields["system"]

    def _offer(self, name: str, choices: Sequence[tuple[str, Any]]) -> None:
        cast(forms.ChoiceField, self.fields[name]).choices = list(choices)

    def chosen_team(self) -> Team | None:
        """Return the team that was chosen, or None where there was no choice."""
        return self.teams.get(self.cleaned_data.get("team", ""))

    def told(self) -> dict[str, Any]:
        """Return what was filled in, as the room takes it."""
        system = self.systems.get(self.cleaned_data.get("system", ""))
        return {field: self.cleaned_data[field] for field in TOLD} | {"system": system}


class AddBodiesForm(forms.Form):
    """Which bodies to add: those of a list, or those that a search finds."""

    agency_list = forms.ChoiceField(label=_("From a list"), required=False)
    words = forms.CharField(
        label=_("Or by a search"),
        required=False,
        max_length=200,
        help_text=_("Words of the name or the place; every body that has them all is added."),
    )
    law = forms.ChoiceField(label=_("Only under the law of"), required=False)

    def __init__(self, data: Mapping[str, Any] | None, *, lists: Sequence[AgencyList]) -> None:
        super().__init__(data)
        self.lists = {str(one.uuid): one for one in lists}
        choices = [("", _("None")), *((uuid, one.name) for uuid, one in self.lists.items())]
        cast(forms.ChoiceField, self.fields["agency_list"]).choices = choices
        cast(forms.ChoiceField, self.fields["law"]).choices = law_choices(_("Any law"))

    def clean(self) -> dict[str, Any]:
        """Require a list or a search, so that nobody adds every body by pressing a button."""
        cleaned = super().clean() or {}
        if not any(cleaned.get(name) for name in ("agency_list", "words", "law")):
            raise forms.ValidationError(_("Choose a list, or say what to search for."))
        return cleaned

    def chosen_list(self) -> AgencyList | None:
        """Return the list that was chosen."""
        return self.lists.get(self.cleaned_data["agency_list"])


class FieldsForm(forms.Form):
    """Merge fields as a table pasted or uploaded: one row for a body, one column for a field."""

    table = forms.CharField(
        label=_("Table with a first row of names"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "class": "mono", "spellcheck": "false"}),
        help_text=_(
            "Paste it from a spreadsheet. The column «body» names the body by its number in the "
            "table you can download here; every other column is a field, written $name in your "
            "own words."
        ),
    )
    file = forms.FileField(label=_("Or the table as a file, CSV or XLSX"), required=False)

    def clean(self) -> dict[str, Any]:
        """Require a table, pasted or as a file."""
        cleaned = super().clean() or {}
        file = cleaned.get("file")
        pasted = cleaned.get("table", "").encode()
        self.content = file.read(tables.MOST_BYTES + 1) if file else pasted
        if not self.content:
            raise forms.ValidationError(_("Paste a table, or choose a file."))
        return cleaned


class AttachForm(forms.Form):
    """A file that goes with every first letter."""

    file = forms.FileField(
        label=_("File"),
        max_length=255,
        help_text=_(
            "All files of a campaign together have at most 5 MB: many bodies take no more."
        ),
    )

    def clean_file(self) -> "UploadedFile[Any]":
        """Refuse a file that is too large before it is read."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 5 MB; choose a smaller one."))
        return file


class PaceForm(forms.Form):
    """How fast a wave's letters leave; it can be changed while it runs."""

    per_minute = forms.IntegerField(
        label=_("Letters a minute"), min_value=1, max_value=6000, initial=60
    )
    per_domain_hour = forms.IntegerField(
        label=_("Letters an hour to one mail domain"),
        min_value=1,
        max_value=100_000,
        initial=30,
        help_text=_("Many bodies share one mail service, and too much at once looks like spam."),
    )


class NewWaveForm(PaceForm):
    """Which bodies a wave goes to, and its schedule."""

    PILOT, REST = "pilot", "rest"
    scope = forms.ChoiceField(
        label=_("To whom"),
        choices=[
            (PILOT, _("A pilot: a few bodies first")),
            (REST, _("Every body that has not been asked yet")),
        ],
        widget=forms.RadioSelect,
    )
    size = forms.IntegerField(
        label=_("Bodies in a pilot"),
        min_value=1,
        max_value=500,
        help_text=_("Spread over laws, languages and ways to send."),
    )
    starts_at = forms.DateTimeField(
        label=_("Not before, by UTC"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
    )
    keeps_office_hours = forms.BooleanField(
        label=_("Only on working days, in the office hours of each body's place"),
        required=False,
        initial=True,
    )
    field_order = ("scope", "size", "starts_at")

    def __init__(
        self, data: Mapping[str, Any] | None, *, now: datetime, waiting: int, is_first: bool
    ) -> None:
        """`waiting`: bodies without a letter; a pilot of few of them comes first."""
        scope = self.PILOT if is_first else self.REST
        super().__init__(data, initial={"scope": scope, "size": min(5, max(1, waiting // 3))})
        self.now = now

    def clean_starts_at(self) -> datetime | None:
        """Refuse a day for which no law or calendar can be foreseen."""
        told: datetime | None = self.cleaned_data["starts_at"]
        if told and told > self.now + AHEAD:
            raise forms.ValidationError(_("Choose a day within a year from now."))
        return told

    def schedule(self) -> dict[str, Any]:
        """Return the schedule as the room takes it."""
        names = ("starts_at", "per_minute", "per_domain_hour", "keeps_office_hours")
        return {name: self.cleaned_data[name] for name in names}
