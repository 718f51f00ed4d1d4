"""Uploading a table of bodies, and saying how it is to be read."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from foia.flow.agencies import Options
from foia.flow.agencies.profiles import profiles
from foia.gateways import tables
from foia.models import AgencyImport, AgencyList, Team
from foia.web import agency_words
from foia.web.forms.agencies import law_choices, offer_teams

SAID_ONCE = ("jurisdiction", "licence", "attribution", "retrieved_on")
#: Said anew, these cut the table into other cells or columns.
CUT_BY = {"profile", "encoding", "delimiter", "sheet", "header_line"}
LEAVE_OUT = ("", _("Leave it out"))


class UploadForm(forms.Form):
    """A file, whose it is to be, and the list that its bodies go on."""

    table = forms.FileField(
        label=_("The table"),
        help_text=_("CSV or XLSX, of any make. It is kept as it came."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )
    jurisdiction = forms.ChoiceField(
        label=_("Law of rows that name no place"),
        required=False,
        help_text=_("Leave it open if a column says the state or country of each body."),
    )
    agency_list = forms.ChoiceField(label=_("Put its bodies on a list"), required=False)
    team = forms.ChoiceField(label=_("Team"))

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        files: Any = None,
        *,
        teams: Sequence[Team],
        lists: Sequence[AgencyList],
    ) -> None:
        super().__init__(data, files)
        offer_teams(self, teams)
        law = cast(forms.ChoiceField, self.fields["jurisdiction"])
        law.choices = law_choices(_("As the table says"))
        by_hand = [(str(one.uuid), one.name) for one in lists if not one.filters]
        cast(forms.ChoiceField, self.fields["agency_list"]).choices = [("", _("None")), *by_hand]

    def clean_table(self) -> "UploadedFile[Any]":
        """Refuse a file that is too large before it is read."""
        table: UploadedFile[Any] = self.cleaned_data["table"]
        if (table.size or 0) > tables.MOST_BYTES:
            raise forms.ValidationError(
                _("The file has {found:,} bytes; expected are at most {most:,}.").format(
                    found=table.size, most=tables.MOST_BYTES
                )
            )
        return table


class ReadingForm(forms.Form):
    """How a table is read: its format, its cut into cells, what each column means."""

    profile = forms.ChoiceField(label=_("Format"))
    encoding = forms.ChoiceField(label=_("Encoding"), required=False)
    sheet = forms.ChoiceField(label=_("Sheet"), required=False)
    delimiter = forms.ChoiceField(label=_("Between two cells stands a"), required=False)
    header_line = forms.IntegerField(
        label=_("Line with the names of the columns"), min_value=1, max_value=1000
    )
    jurisdiction = forms.ChoiceField(label=_("Law of rows that name no place"), required=False)
    licence = forms.CharField(label=_("Licence of the table"), required=False, max_length=80)
    attribution = forms.CharField(label=_("To be credited"), required=False, max_length=300)
    retrieved_on = forms.DateField(
        label=_("Day on which you got it"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        row: AgencyImport,
        options: Options,
        cells: Mapping[str, str],
        sheets: Sequence[str],
    ) -> None:
        shape = options.shape
        told = {
            "profile": row.profile,
            "encoding": shape.encoding,
            "delimiter": "tab" if shape.delimiter == "\t" else shape.delimiter,
            "sheet": shape.sheet,
            "header_line": shape.header_line,
            "jurisdiction": options.jurisdiction,
            "licence": options.licence,
            "attribution": options.attribution,
            "retrieved_on": options.retrieved_on,
        }
        super().__init__(data, initial=told)
        self.cells = dict(cells)
        self.mapped = {field: list(names) for field, names in options.columns.items()}
        self._offer("profile", [(id, one.name) for id, one in profiles().items()])
        self._offer("jurisdiction", law_choices(_("None: those rows wait")))
        if sheets:
            self._offer("sheet", [(name, name) for name in sheets])
            del self.fields["encoding"], self.fields["delimiter"]
        else:
            self._offer("encoding", agency_words.ENCODINGS)
            self._offer("delimiter", agency_words.DELIMITERS)
            del self.fields["sheet"]
        self._add_columns()

    def _offer(self, name: str, choices: Sequence[tuple[str, Any]]) -> None:
        cast(forms.ChoiceField, self.fields[name]).choices = list(choices)

    def _add_columns(self) -> None:
        meaning = {name: field for field, names in self.mapped.items() for name in names}
        choices = [LEAVE_OUT, *agency_words.FIELDS.items()]
        for number, name in enumerate(self.cells):
            self.fields[f"column_{number}"] = forms.ChoiceField(
                label=name, required=False, choices=choices, initial=meaning.get(name, "")
            )

    def columns(self) -> list[tuple[BoundField, str]]:
        """Return the choice for each column, with an example from the table."""
        return [(self[f"column_{n}"], cell) for n, cell in enumerate(self.cells.values())]

    def plain_fields(self) -> list[BoundField]:
        """Return all other fields."""
        return [field for field in self if not field.name.startswith("column_")]

    def reading(self) -> dict[str, Any]:
        """Return what was said, as `agencies.read_as` takes it.

        Of another format, or another cut into cells, the columns are found anew.
        """
        told = self.cleaned_data
        shape: dict[str, Any] = {"header_line": told["header_line"]}
        for name in ("encoding", "sheet"):
            if told.get(name):
                shape[name] = told[name]
        if told.get("delimiter"):
            shape["delimiter"] = "\t" if told["delimiter"] == "tab" else told["delimiter"]
        is_cut_anew = CUT_BY & set(self.changed_data)
        return {
            "profile_id": told["profile"],
            "shape": shape,
            "columns": None if is_cut_anew else self._columns(),
            **{name: told[name] for name in SAID_ONCE},
        }

    def _columns(self) -> dict[str, list[str]]:
        """Return which columns hold which field; a column that was not touched stays in all its."""
        columns = {field: list(names) for field, names in self.mapped.items()}
        for number, name in enumerate(self.cells):
            key = f"column_{number}"
            if key not in self.changed_data:
                continue
            before, field = self.fields[key].initial, self.cleaned_data[key]
            if before:
                columns[before].remove(name)
            if field:
                columns.setdefault(field, []).append(name)
        return columns
