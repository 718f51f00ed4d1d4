"""Who signs, what the law there requires of the requester and nothing more, and how it goes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from foia.letters.compose import letter_language
from foia.letters.identity import (
    DETAILS,
    NO_STANDING,
    Source,
    must_give,
    required_by,
    source_of,
    standings,
)
from foia.models import Agency, Channel, Contact
from foia.web import words
from foia.web.forms.details import DetailsForm
from jurisdictions import load_pack

MOST_LINES = 6
KNOWN_WAY = "known"
#: Fields that only some laws need, and what these call it.
NEEDS = {"signed_address": "postal_address", **{name: name for name in DETAILS}}


class Reason(NamedTuple):
    """Why a law asks something of the requester, and where it stands."""

    because: str
    source: Source


@dataclass(frozen=True)
class Signed:
    """What a person signed with: by the names that drafting takes."""

    signed_name: str = ""
    signed_address: str = ""
    signed_organization: str = ""
    identity: dict[str, str] = field(default_factory=dict)
    recipient: str = ""
    channel: str = ""


class SignForm(DetailsForm):
    """The signature under a letter to one body, and the way it goes there."""

    field_order = ("signed_name", "signed_organization", "signed_address")

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
    standing = forms.ChoiceField(
        label=_("How you are entitled to ask"),
        widget=forms.RadioSelect,
        help_text=_("The letter says it in these words."),
    )
    way = forms.ChoiceField(label=_("How it is sent"), required=False, widget=forms.RadioSelect)
    body_address = forms.CharField(
        label=_("Their postal address"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("For the post alone: line by line, as on the envelope."),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        agency: Agency,
        today: date,
        team_id: int | None = None,
        signed: Signed | None = None,
    ) -> None:
        given = signed or Signed()
        super().__init__(data, initial={**given.identity, **vars(given)})
        self.today = today
        pack = load_pack(agency.jurisdiction_code)
        self.reasons = [
            Reason(rule.because, source_of(rule, pack, today))
            for rule in required_by(pack.code)
            if rule.needs or rule.is_by_hand
        ]
        wanted = must_give(pack.code)
        for name, need in NEEDS.items():
            if need not in wanted:
                del self.fields[name]
        self._offer_standings(pack.code, letter_language(pack, None))
        self._offer_ways(agency.contact(team_id), given)

    def _offer_standings(self, code: str, language: str) -> None:
        """Offer the sentences of the letter, and a way on for whom none of them is true."""
        if "standing" in self.fields:
            none = _("None of these: say nothing of it, and they may refuse")
            offered = [*standings(code, language).items(), (NO_STANDING, none)]
            self.fields["standing"].choices = offered  # type: ignore[attr-defined]

    def _offer_ways(self, contact: Contact | None, given: Signed) -> None:
        """Offer the body's own way and the post; where there is no other, only the post."""
        self.on_file = contact.address if contact and contact.channel == Channel.POST else ""
        self.initial["body_address"] = given.recipient or self.on_file
        self.fields["body_address"].required = bool(self.on_file)
        if contact is None or self.on_file:
            del self.fields["way"]
            return
        known = f"{words.said(words.CHANNELS, contact.channel)}: {contact.address}"
        ways = [(KNOWN_WAY, known), (Channel.POST.value, _("by post, by yourself"))]
        self.fields["way"].choices = ways  # type: ignore[attr-defined]
        self.initial["way"] = given.channel or KNOWN_WAY

    def clean(self) -> dict[str, Any]:
        """Require an address on the envelope of what goes by post."""
        cleaned = super().clean() or {}
        address = cleaned.get("body_address", "")
        if cleaned.get("way") == Channel.POST and not address.strip():
            self.add_error("body_address", _("Write the address that stands on the envelope."))
        if len(address.strip().splitlines()) > MOST_LINES:
            wide = _("At most six lines show in the window of an envelope; shorten it.")
            self.add_error("body_address", wide)
        return cleaned

    def texts(self) -> Iterator[BoundField]:
        """Yield the fields of who signs that are typed."""
        chosen = ("standing", "way", "body_address")
        return (self[name] for name in self.fields if name not in chosen)

    def signed(self) -> Signed:
        """Return what was given; only what was asked for is kept."""
        told = self.cleaned_data
        identity = {name: str(told[name]) for name in DETAILS if told.get(name)}
        is_by_post = told.get("way", Channel.POST) == Channel.POST
        typed = told["body_address"].strip() if is_by_post else ""
        recipient = "" if typed == self.on_file else typed
        return Signed(
            signed_name=told["signed_name"],
            signed_address=told.get("signed_address", ""),
            signed_organization=told.get("signed_organization", ""),
            identity=identity,
            recipient=recipient,
            channel=Channel.POST.value if recipient else "",
        )
