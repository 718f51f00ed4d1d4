"""The address that works, as a person found it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from foia.models import Channel
from foia.web import words


class AddressForm(forms.Form):
    """One address of one body on one channel, and where it was found."""

    channel = forms.ChoiceField(label=_("How they take requests"))
    address = forms.CharField(
        label=_("Address"),
        help_text=_("An e-mail address, the address of the portal, a postal address or a number."),
        max_length=500,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    source_url = forms.URLField(
        label=_("Page where you found it, if any"),
        max_length=500,
        required=False,
        assume_scheme="https",
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["channel"].choices = [  # type: ignore[attr-defined]
            (channel.value, words.said(words.CHANNELS, channel.value)) for channel in Channel
        ]
