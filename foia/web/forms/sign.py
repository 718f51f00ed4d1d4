"""Who signs: the name, and what the law of that place requires of the requester; nothing more."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foia.letters.gates import Requirement, requirements

# The reply address made for each request is an e-mail address, so that need is always met.
ALWAYS_GIVEN = "email"


class SignForm(forms.Form):
    """The signature under a letter to a body of one jurisdiction."""

    signed_name = forms.CharField(
        label=_("Name under the letter"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    signed_organization = forms.CharField(
        label=_("Organization, if you write for one"), max_length=200, required=False
    )
    signed_address = forms.CharField(
        label=_("Postal address"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "street-address"}),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        jurisdiction: str,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        self.requirements = requirements_of(jurisdiction)
        if not any(_must_give("postal_address", rule) for rule in self.requirements):
            del self.fields["signed_address"]


def requirements_of(jurisdiction: str) -> tuple[Requirement, ...]:
    """Return what the law of a place asks of the person who writes."""
    return tuple(
        rule for rule in requirements() if jurisdiction in rule.jurisdictions and rule.needs
    )


def _must_give(what: str, rule: Requirement) -> bool:
    return any(what in choices and ALWAYS_GIVEN not in choices for choices in rule.needs)
