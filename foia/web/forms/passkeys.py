"""The form with which somebody adds a passkey."""

from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    """Allauth's, whose field has a name in English alone."""

    name = forms.CharField(label=_("Name"), required=False)
