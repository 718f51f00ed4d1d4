"""Searching dossiers, and a file of them."""

from collections.abc import Mapping
from typing import Any, cast

import msgspec
from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from foia.flow.systems import Filters
from foia.gateways.tables import MOST_BYTES
from foia.web import system_words
from foia.web.forms.system_parts import technologies


class SearchForm(forms.Form):
    """What to look for among dossiers; its fields are the names in the address."""

    words = forms.CharField(label=_("Words"), required=False, max_length=200)
    place = forms.CharField(label=_("Place"), required=False, max_length=200)
    technology = forms.ChoiceField(label=_("Technology"), required=False)
    vendor = forms.CharField(label=_("Maker or seller"), required=False, max_length=200)
    status = forms.ChoiceField(
        label=_("Whether it runs"),
        required=False,
        choices=[("", _("Any")), *system_words.STATUSES.items()],
    )

    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__(data, auto_id="filter_%s")
        cast(forms.ChoiceField, self.fields["technology"]).choices = technologies(_("Any"))

    def filters(self) -> Filters:
        """Return what to look for; a field that makes no sense narrows nothing."""
        self.is_valid()
        return msgspec.convert({k: v for k, v in self.cleaned_data.items() if v}, Filters)


class UploadForm(forms.Form):
    """A file of dossiers."""

    file = forms.FileField(label=_("CSV, XLSX or JSON"))

    def clean_file(self) -> "UploadedFile[Any]":
        """Refuse what is larger than anybody's dossiers."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 64 MB; cut it into several."))
        return file
