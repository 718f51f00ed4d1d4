"""What the laws of a campaign's bodies want to know of whoever signs, with the reason of each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from foia.letters.compose import letter_language
from foia.letters.identity import (
    ALWAYS_GIVEN,
    NO_STANDING,
    Requirement,
    Source,
    must_give,
    required_by,
    source_of,
    standings,
)
from foia.models import Campaign
from foia.web import words
from foia.web.forms.details import DetailsForm
from jurisdictions import Pack

STANDING = "standing"
ADDRESS = "signed_address"


@dataclass(frozen=True)
class Reason:
    """Which place's law asks for something, why, and where that stands."""

    place: str
    because: str
    source: Source


@dataclass(frozen=True)
class Row:
    """One thing to fill in, and every law that asks for it."""

    field: BoundField
    reasons: tuple[Reason, ...]


class IdentityForm(DetailsForm):
    """The details that these laws name and no others; what stays empty holds their bodies back."""

    signed_address = forms.CharField(
        label=_("Postal address"),
        max_length=1000,
        help_text=_("Stated where the law of a body's place asks for it, and nowhere else."),
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "street-address"}),
    )
    field_order = (ADDRESS,)

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        packs: Sequence[Pack] = (),
        today: date,
        campaign: Campaign | None = None,
    ) -> None:
        super().__init__(data, initial=_initial(campaign) if campaign else {})
        self.packs, self.today = packs, today
        wanted = {name for pack in packs for name in must_give(pack.code)}
        for name in list(self.fields):
            self.fields[name].required = False
            if name not in wanted and name != ADDRESS:
                del self.fields[name]
        self.standings = {
            f"{STANDING}_{pack.code}": pack for pack in packs if STANDING in must_give(pack.code)
        }
        self.fields |= {name: _standing_field(pack) for name, pack in self.standings.items()}

    def rows(self) -> Iterator[Row]:
        """Yield what is to be filled in, each with the laws that ask for it."""
        for name in self.fields:
            pack = self.standings.get(name)
            need = STANDING if pack else "postal_address" if name == ADDRESS else name
            asking = [pack] if pack else self.packs
            yield Row(self[name], tuple(self._reasons(asking, need)))

    def by_hand(self) -> list[Reason]:
        """Return what these laws want that nothing here can do for a person, such as signing."""
        return [
            self._reason(rule, pack)
            for pack in self.packs
            for rule in required_by(pack.code)
            if rule.is_by_hand
        ]

    def told(self) -> dict[str, Any]:
        """Return the address and the details, as the room takes them."""
        said = self.cleaned_data
        identity = {
            name: str(value)
            for name, value in said.items()
            if value and name != ADDRESS and name not in self.standings
        }
        standing = {pack.code: said[name] for name, pack in self.standings.items() if said[name]}
        return {ADDRESS: said[ADDRESS], "identity": identity | {STANDING: standing}}

    def _reasons(self, packs: Sequence[Pack], need: str) -> Iterator[Reason]:
        for pack in packs:
            for rule in required_by(pack.code):
                if any(need in choices and ALWAYS_GIVEN not in choices for choices in rule.needs):
                    yield self._reason(rule, pack)

    def _reason(self, rule: Requirement, pack: Pack) -> Reason:
        return Reason(words.named(pack.name), rule.because, source_of(rule, pack, self.today))


def _standing_field(pack: Pack) -> forms.ChoiceField:
    """Return the question how the person is entitled to ask under this law."""
    said = standings(pack.code, letter_language(pack, None)).items()
    return forms.ChoiceField(
        label=format_lazy("{}: {}", words.named(pack.name), _("how you are entitled to ask")),
        help_text=_("The letter says it in these words."),
        required=False,
        choices=[
            ("", _("Not answered: the bodies there are held back")),
            *said,
            (NO_STANDING, _("None of these: say nothing of it, and they may refuse")),
        ],
        widget=forms.RadioSelect,
    )


def _initial(campaign: Campaign) -> dict[str, Any]:
    identity: dict[str, Any] = campaign.identity
    said = {f"{STANDING}_{code}": id for code, id in identity.get(STANDING, {}).items()}
    return identity | said | {ADDRESS: campaign.signed_address}
