"""What to look for, and where."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from foia.flow.search import Filters
from foia.models import Campaign
from foia.web import words

WHAT = (
    ("", _("Everything")),
    ("message", _("Letters and mails")),
    ("page", _("Documents")),
    ("request", _("Requests")),
)
FILES = (("", _("With or without")), ("with", _("With documents")), ("without", _("Without")))
ANY = ("", _("Any"))


class SearchForm(forms.Form):
    """A search; only the words are needed."""

    q = forms.CharField(label=_("Words"), max_length=300, required=False)
    what = forms.ChoiceField(label=_("Look in"), choices=WHAT, required=False)
    place = forms.CharField(
        label=_("Place"),
        max_length=100,
        required=False,
        help_text=_("A city or country, or the code of a law such as us-il."),
    )
    kind = forms.ChoiceField(label=_("What they wrote"), required=False)
    stage = forms.ChoiceField(label=_("Where the request stands"), required=False)
    campaign = forms.ChoiceField(label=_("Campaign"), required=False)
    documents = forms.ChoiceField(label=_("Mails with documents"), choices=FILES, required=False)
    after = forms.DateField(label=_("From the day"), required=False)
    before = forms.DateField(label=_("To the day"), required=False)
    agency = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, campaigns: QuerySet[Campaign], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("after", "before"):
            self.fields[name].widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        known = campaigns.order_by("name").values_list("uuid", "name")[:200]
        for name, choices in (
            ("kind", words.MESSAGE_KINDS.items()),
            ("stage", words.STAGES.items()),
            ("campaign", ((str(uuid), title) for uuid, title in known)),
        ):
            self.fields[name].choices = [ANY, *choices]  # type: ignore[attr-defined]

    def chosen(self, name: str) -> Any:
        """Return what was chosen in a field, "" where the form has none of this name."""
        return self.cleaned_data.get(name, "")

    def filters(self) -> Filters:
        """Return what was chosen; only of a valid form."""
        return Filters(
            what=self.chosen("what"),
            place=self.chosen("place"),
            agency=str(self.chosen("agency") or ""),
            message_kind=self.chosen("kind"),
            stage=self.chosen("stage"),
            campaign=self.chosen("campaign"),
            files=self.chosen("documents"),
            after_on=self.chosen("after") or None,
            before_on=self.chosen("before") or None,
        )

    def is_narrowed(self) -> bool:
        """Say whether more than words was chosen."""
        return any(value for name, value in self.cleaned_data.items() if name != "q")


class ReadersSearchForm(SearchForm):
    """A search in what is published: by what readers see of it, and nothing else."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, campaigns=Campaign.objects.none(), **kwargs)
        for name in ("kind", "campaign", "documents", "agency"):
            del self.fields[name]
        self.fields["what"].choices = WHAT[:-1]  # type: ignore[attr-defined]
