"""The forms of the French série: what goes into it, and the day on which it was sent."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SerieForm(forms.Form):
    """Which requests are referred, perhaps of one campaign alone, and the two postal addresses."""

    campaign = forms.UUIDField(required=False, widget=forms.HiddenInput)
    with_waiting = forms.BooleanField(
        label=_("List the requests that are not refused yet as well"), required=False
    )
    leave_out = forms.CharField(
        label=_("Leave out"),
        help_text=_("References, with spaces between them."),
        required=False,
    )
    lead = forms.CharField(
        label=_("The refusal to be examined"),
        help_text=_("Its reference; without one, the first refusal in words."),
        required=False,
    )
    address = forms.CharField(
        label=_("Your postal address, if your requests have none"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    cada = forms.CharField(
        label=_("The postal address of the CADA"),
        help_text=_("It is not on file; look it up, or send the referral by e-mail."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )

    def clean_leave_out(self) -> list[str]:
        """Return the references told apart."""
        told: str = self.cleaned_data["leave_out"]
        return told.upper().replace(",", " ").split()

    def clean_lead(self) -> str:
        """Return a reference as it is kept."""
        return str(self.cleaned_data["lead"]).strip().upper()


class ReferredForm(forms.Form):
    """That the referral was sent, and when."""

    on = forms.DateField(
        label=_("Day you sent it to the CADA"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    references = forms.CharField(widget=forms.HiddenInput)

    def clean_references(self) -> list[str]:
        """Return the references told apart."""
        return str(self.cleaned_data["references"]).split()
