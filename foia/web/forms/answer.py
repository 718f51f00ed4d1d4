"""Small forms: filing by hand, saying what a message is, answering as the agency."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from foia.flow import compose

MOST_BYTES = 25 * 1024 * 1024


class ProofForm(forms.Form):
    """A file that proves that a letter was filed."""

    proof = forms.FileField(
        label=_("Receipt, screenshot or photo"),
        help_text=_("A PDF or a picture, up to 25 MB; kept as it is, for you alone."),
        widget=forms.FileInput(attrs={"accept": "application/pdf,image/*"}),
    )

    def clean_proof(self) -> compose.Proof | None:
        """Refuse what is neither a PDF nor a picture."""
        file = self.cleaned_data["proof"]
        if not file:
            return None
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 25 MB; choose a smaller one."))
        proof = compose.Proof(file.name, file.read())
        try:
            compose.kind_of(proof)
        except compose.ComposeError as error:
            raise forms.ValidationError(str(error)) from error
        return proof


class FiledForm(ProofForm):
    """When a person filed a letter themselves, the number they were given, and a proof."""

    filed_on = forms.DateField(
        label=_("Day you filed it"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    agency_reference = forms.CharField(
        label=_("Folio, receipt or tracking number, if you got one"),
        max_length=80,
        required=False,
    )
    field_order = ("filed_on", "agency_reference", "proof")

    def __init__(self, *args: object, today: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.today = today
        self.fields["filed_on"].initial = today
        self.fields["proof"].required = False

    def clean_filed_on(self) -> date:
        """Refuse a day that has not come yet."""
        filed_on: date = self.cleaned_data["filed_on"]
        if filed_on > self.today:
            raise forms.ValidationError(_("That day has not come yet; give the day you filed it."))
        return filed_on


_WHETHER = _("Say whether the letter left: yes or no.")


class SettleForm(forms.Form):
    """Whether a letter left, after its hand-over broke off."""

    was_sent = forms.TypedChoiceField(
        label=_("Did the letter leave?"),
        choices=[("yes", _("It left")), ("no", _("It did not leave"))],
        coerce=lambda said: said == "yes",
        error_messages=dict.fromkeys(("required", "invalid_choice"), _WHETHER),
    )


class AgencyAnswerForm(forms.Form):
    """An answer written by hand in the place of the agency."""

    subject = forms.CharField(label=_("Subject"), max_length=300)
    text = forms.CharField(label=_("Text"), widget=forms.Textarea(attrs={"rows": 6}))
    attachment = forms.FileField(label=_("Attachment"), required=False)

    def clean_attachment(self) -> object:
        """Refuse what a mail server would refuse."""
        file = self.cleaned_data["attachment"]
        if file and file.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 25 MB; choose a smaller one."))
        return file


class PassForm(forms.Form):
    """The day to which time passes in the sandbox."""

    until = forms.DateField()
