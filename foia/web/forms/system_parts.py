"""Dossiers: the form of the head, and of each kind of statement."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from foia.flow.systems import QUESTIONS
from foia.letters.catalogue import catalogue
from foia.letters.printable import one_line
from foia.models import (
    Agency,
    System,
    SystemAnswer,
    SystemBody,
    SystemDocument,
    SystemFact,
    SystemVendor,
)
from foia.web import system_words
from foia.web.days import reader
from foia.web.words import ROLES

SEVERAL = 5
ROWS = {"rows": 3}
SOURCED = ("source", "source_url", "certainty")


def technologies(first: Any) -> list[tuple[str, Any]]:
    """Return all technologies by their names, after one choice that stands for none."""
    named = sorted((entry.label(reader()), entry.id) for entry in catalogue().technologies)
    return [("", first), *((id, label) for label, id in named)]


def records() -> list[tuple[str, str]]:
    """Return all record categories with their names."""
    return [(entry.id, entry.label(reader())) for entry in catalogue().categories]


class HeadForm(forms.ModelForm):
    """What stands at the head of a dossier."""

    technology = forms.ChoiceField(label=_("Technology"))

    class Meta:
        model = System
        fields = ["name", "place", "technology", "status", "summary", "latitude", "longitude"]
        labels = {
            "name": _("Name of the system"),
            "place": _("City or place"),
            "status": _("Whether it runs"),
            "summary": _("What it is, in two sentences"),
            "latitude": _("Latitude of the city, for the map"),
            "longitude": _("Longitude"),
        }
        help_texts = {"latitude": "", "longitude": ""}
        widgets = {"summary": forms.Textarea(attrs=ROWS)}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["technology"]).choices = technologies(_("Choose"))
        cast(forms.ChoiceField, self.fields["status"]).choices = list(system_words.STATUSES.items())

    def clean(self) -> dict[str, Any]:
        """Require both coordinates or none, on the globe."""
        told = super().clean() or {}
        both = told.get("latitude"), told.get("longitude")
        if (both[0] is None) != (both[1] is None):
            self.add_error("longitude", _("Write both coordinates, or none."))
        elif both[0] is not None and not (abs(both[0]) <= 90 and abs(both[1] or 0) <= 180):
            self.add_error("latitude", _("Latitude lies within 90 degrees, longitude within 180."))
        return told


def _on_the_web(label: Any) -> forms.URLField:
    return forms.URLField(label=label, required=False, max_length=500, assume_scheme="https")


LABELS = {
    "source": _("Source, as a reader finds it again"),
    "certainty": _("How sure it is"),
}


class SourcedForm(forms.ModelForm):
    """What every kind of statement has: where it comes from, and how sure it is."""

    source_url = _on_the_web(_("Its address on the web"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.say("certainty", system_words.CERTAINTIES.items())

    def say(self, name: str, choices: Iterable[tuple[str, Any]]) -> None:
        """Offer the choices of a field in plain words."""
        cast(forms.ChoiceField, self.fields[name]).choices = list(choices)


class VendorForm(SourcedForm):
    """A company and its part."""

    class Meta:
        model = SystemVendor
        fields = ["name", "part", *SOURCED]
        labels = LABELS | {"name": _("Company"), "part": _("What it supplied")}


class BodyForm(SourcedForm):
    """A public body, its role, and the records to ask it for."""

    body = forms.CharField(
        label=_("Name of the public body"),
        max_length=300,
        help_text=_("As it stands among the bodies that you may ask."),
    )
    records = forms.MultipleChoiceField(
        label=_("Records to ask it for"), widget=forms.CheckboxSelectMultiple, required=False
    )
    field_order = ["body", "role", "records", "why", *SOURCED]

    class Meta:
        model = SystemBody
        fields = ["role", "records", "why", *SOURCED]
        labels = LABELS | {"role": _("Its part"), "why": _("Why it is asked for these")}
        widgets = {"why": forms.Textarea(attrs=ROWS)}

    def __init__(self, *args: Any, agencies: QuerySet[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agencies = agencies
        self.say("role", ROLES.items())
        self.say("records", records())
        if self.instance.agency_id:
            self.initial["body"] = self.instance.agency.name

    def clean_body(self) -> str:
        """Find the one body of that name; several or none are named."""
        name = one_line(self.cleaned_data["body"])
        same = list(self.agencies.filter(name__iexact=name)[:2])
        if self.instance.agency_id and name == self.instance.agency.name:
            same = [self.instance.agency]
        if len(same) != 1:
            like = self.agencies.filter(pk__in=Agency.objects.at(name).values("pk"))
            names = "; ".join(like.order_by("name").values_list("name", flat=True)[:SEVERAL])
            said = _now("No single body on file is called that.")
            near = _now("Like it: {names}.").format(names=names) if names else ""
            raise forms.ValidationError(f"{said} {near}".strip())
        self.instance.agency = same[0]
        return name


class FactForm(SourcedForm):
    """One statement and what it is about."""

    class Meta:
        model = SystemFact
        fields = ["topic", "statement", *SOURCED]
        labels = LABELS | {"topic": _("What it is about"), "statement": _("The fact")}
        widgets = {"statement": forms.Textarea(attrs=ROWS)}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.say("topic", system_words.TOPICS.items())


class DocumentForm(SourcedForm):
    """A document that is known to exist."""

    category = forms.ChoiceField(label=_("Kind of record"), required=False)
    url = _on_the_web(_("Where everybody can read it, if anywhere"))

    class Meta:
        model = SystemDocument
        fields = ["title", "category", "dated_on", "url", *SOURCED]
        labels = LABELS | {
            "title": _("Title"),
            "dated_on": _("Its date"),
        }
        widgets = {"dated_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.say("category", [("", _("Not one of these")), *records()])


class AnswerForm(SourcedForm):
    """Yes, no or not known to one question of public control."""

    question = forms.ChoiceField(label=_("Question"))

    class Meta:
        model = SystemAnswer
        fields = ["question", "answer", "note", *SOURCED]
        labels = LABELS | {"answer": _("Answer"), "note": _("What it rests on")}
        widgets = {"note": forms.Textarea(attrs=ROWS)}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.say("question", [(id, system_words.QUESTIONS[id]) for id in QUESTIONS])
        self.say("answer", system_words.ANSWERS.items())


FORMS: dict[str, Any] = {
    "vendors": VendorForm,
    "bodies": BodyForm,
    "facts": FactForm,
    "documents": DocumentForm,
    "answers": AnswerForm,
}
