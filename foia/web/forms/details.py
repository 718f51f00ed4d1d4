"""What only some laws want to know of whoever signs; a form asks for it where one of them does."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _


class DetailsForm(forms.Form):
    """The details of a person, but for how they are entitled to ask; `today` is read in UTC."""

    today: date
    telephone = forms.CharField(
        label=_("Telephone"),
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    born_on = forms.DateField(
        label=_("Date of birth"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "autocomplete": "bday"}),
    )
    document = forms.CharField(
        label=_("Identity document"), max_length=80, help_text=_("Its kind and its number.")
    )
    citizenship = forms.CharField(label=_("Citizenship"), max_length=80)
    purpose = forms.CharField(
        label=_("What you want the records for"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One plain sentence is enough, in the language of the letter."),
    )

    def clean_born_on(self) -> date | None:
        """Refuse a day that has not come yet; without one where a form does not insist on it."""
        born_on: date | None = self.cleaned_data["born_on"]
        if born_on and born_on >= self.today:
            raise forms.ValidationError(_("That day has not come yet; give the day of birth."))
        return born_on
