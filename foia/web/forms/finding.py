"""What a person says of a record against what was read."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foia.learnt import Said
from foia.models import Attachment, Finding, FindingState, RecordsRequest
from foia.web import words


class CorrectionForm(forms.Form):
    """What is true of a kind of record, why, and where it stands."""

    state = forms.ChoiceField(label=_("What is true"))
    reason = forms.CharField(
        label=_("Why you correct it"),
        help_text=_("It stays beside the finding, with your name."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
    )
    quote = forms.CharField(
        label=_("Their words"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
    )
    attachment = forms.ModelChoiceField(
        Attachment.objects.none(), label=_("The document it stands in"), required=False
    )
    page = forms.IntegerField(label=_("Page"), required=False, min_value=1, max_value=100_000)
    exemptions = forms.CharField(
        label=_("Sections they cite"),
        help_text=_("One in a line."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
    )
    url = forms.CharField(label=_("Address where it is published"), required=False, max_length=1000)

    def __init__(
        self, *args: Any, request: RecordsRequest, finding: Finding | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        codes = [code for code in FindingState.values if code != FindingState.SILENT]
        self.fields["state"].choices = [  # type: ignore[attr-defined]
            (code, words.said(words.FINDINGS, code)) for code in codes
        ]
        files = Attachment.objects.filter(message__request=request, message__direction="in")
        self.fields["attachment"].queryset = files.order_by("pk")  # type: ignore[attr-defined]
        if finding:
            self.initial = {
                "state": finding.state,
                "quote": finding.quote,
                "attachment": finding.attachment_id,
                "page": finding.page,
                "exemptions": "\n".join(finding.exemptions),
                "url": finding.url,
            }

    def said(self, category: str) -> Said:
        """Return what was said, once the form is valid."""
        told = self.cleaned_data
        exemptions = [line.strip() for line in told["exemptions"].splitlines() if line.strip()]
        return Said(
            category=category,
            state=told["state"],
            quote=told["quote"].strip(),
            page=told["page"],
            exemptions=exemptions,
            url=told["url"].strip(),
        )
