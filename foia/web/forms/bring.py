"""Bringing something in by hand, and finding the request that it belongs to."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

CHANNELS = [
    ("post", _("By post")),
    ("email", _("By e-mail")),
    ("portal", _("In a portal")),
    ("fax", _("By fax")),
    ("phone", _("By telephone")),
    ("in_person", _("In person")),
]


class FilesInput(forms.ClearableFileInput):
    """A field for many files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Many files, in the order in which the browser sends them."""

    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile[Any]]":
        """Check each file as a single one would be."""
        given = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(file, initial) for file in given if file]


class BringForm(forms.Form):
    """What came, how and when; as pages, as saved mails, or in words."""

    brought = FilesField(
        label=_("Files"),
        help_text=_(
            "Scans or photos of a letter (many pages at once), a PDF, a mail saved as .eml or .msg,"
            " a box of mails (.mbox). They are kept byte for byte."
        ),
        required=False,
        widget=FilesInput(attrs={"multiple": True}),
    )
    by_name = forms.BooleanField(
        label=_("Put the pages in the order of their file names"), required=False
    )
    text = forms.CharField(
        label=_("Or its words"),
        help_text=_("Paste a portal's message, or note what was said in a call and by whom."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 7}),
    )
    channel = forms.ChoiceField(label=_("How it came"), choices=CHANNELS, initial="post")
    on = forms.DateField(
        label=_("Day it reached you"),
        help_text=_("The law counts from this day. A saved mail brings its own date."),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    sender = forms.CharField(
        label=_("Who sent it"),
        help_text=_("A name or an address, as the letter gives it."),
        max_length=300,
        required=False,
    )
    subject = forms.CharField(label=_("What it is about"), max_length=300, required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_on(self) -> date | None:
        """Refuse a day that has not come yet."""
        on: date | None = self.cleaned_data["on"]
        if on and on > self.today:
            raise forms.ValidationError(_("This day has not come yet."))
        return on

    def clean(self) -> dict[str, Any]:
        """Refuse a form without anything to keep."""
        cleaned = super().clean() or {}
        if not self.errors and not cleaned["brought"] and not cleaned["text"].strip():
            self.add_error("brought", _("Choose a file, or write what was said."))
        return cleaned

    def pages(self) -> list[tuple[str, bytes]]:
        """Return the names and bytes of the files, in the order wanted."""
        files: Sequence[UploadedFile[Any]] = self.cleaned_data["brought"]
        if self.cleaned_data["by_name"]:
            files = sorted(files, key=lambda file: _in_order(file.name or ""))
        return [(file.name or "", file.read()) for file in files]


def _in_order(name: str) -> list[tuple[int, str]]:
    """Order by which page 2 comes before page 10."""
    pieces = re.split(r"(\d+)", name.casefold())
    return [(int(piece), "") if piece.isdecimal() else (0, piece) for piece in pieces]


class PlaceForm(forms.Form):
    """Under which requests a message belongs: by their references, one or several."""

    reference = forms.CharField(label=_("Reference of the request"), max_length=400)

    def __init__(self, data: Any) -> None:
        """Take the references that were typed and those that were ticked alike."""
        super().__init__({"reference": " ".join(data.getlist("reference"))})

    def clean_reference(self) -> list[str]:
        """Return references, with or without their brackets, each once."""
        words = re.split(r"[\s,;]+", str(self.cleaned_data["reference"]))
        found = (word.strip("[]").upper() for word in words)
        return list(dict.fromkeys(word for word in found if word))
