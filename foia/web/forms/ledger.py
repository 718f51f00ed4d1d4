"""One amount of a ledger, as a person types it."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foia.flow import compose, desk
from foia.models import LedgerEntry
from foia.web import desk_words
from foia.web.forms.answer import ProofForm

#: One comma or point before exactly three digits: thousands in one country, decimals in another.
AMBIGUOUS = re.compile(r"^[1-9]\d{0,2}[.,]\d{3}$")


class LedgerForm(ProofForm):
    """What it is, how much, when, and the receipt."""

    kind = forms.ChoiceField(label=_("What"), choices=list(desk_words.LEDGER_KINDS.items()))
    amount = forms.CharField(
        label=_("Amount"),
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    currency = forms.CharField(
        label=_("Currency"),
        min_length=3,
        max_length=3,
        help_text=_("Its three letters, such as EUR, USD or MXN."),
    )
    on = forms.DateField(
        label=_("Day"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    words = forms.CharField(
        label=_("What for, or the receipt's number"), max_length=300, required=False
    )
    is_received = forms.BooleanField(
        label=_("The body has received this payment: its clock goes on"), required=False
    )
    field_order = ("kind", "amount", "currency", "on", "words", "is_received", "proof")

    def __init__(self, *args: Any, today: date, currency: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["on"].initial, self.fields["currency"].initial = today, currency
        self.fields["proof"].required = False

    def clean_amount(self) -> Decimal:
        """Take an amount with a comma or a point, and refuse what could be two amounts."""
        told = re.sub(r"[\s'’]", "", str(self.cleaned_data["amount"]))
        if AMBIGUOUS.match(told):
            raise forms.ValidationError(
                _("«{told}» can be read in two ways; write all digits and two decimals.").format(
                    told=told
                )
            )
        whole, mark, rest = told.rpartition("," if told.rfind(",") > told.rfind(".") else ".")
        plain = f"{re.sub(r'[.,]', '', whole)}.{rest}" if mark else told
        if not re.fullmatch(r"\d{1,11}(\.\d{1,3})?", plain):
            raise forms.ValidationError(_("Give a number such as 12.50."))
        return Decimal(plain)

    def clean_on(self) -> date:
        """Refuse a day that has not come yet."""
        on: date = self.cleaned_data["on"]
        if on > self.today:
            raise forms.ValidationError(_("That day has not come yet."))
        return on

    def clean(self) -> dict[str, Any]:
        """Only a payment can have been received."""
        cleaned = super().clean() or {}
        if cleaned.get("is_received") and cleaned.get("kind") != LedgerEntry.Kind.PAID:
            self.add_error("is_received", _("Only what was paid can have been received."))
        return cleaned

    def told(self) -> desk.Amount:
        """Return the amount as the room takes it."""
        names = ("kind", "amount", "currency", "on", "words")
        return desk.Amount(**{name: self.cleaned_data[name] for name in names})

    def receipt(self) -> desk.Proof | None:
        """Return the proof, with the type that its bytes say."""
        given: compose.Proof | None = self.cleaned_data["proof"]
        return desk.Proof(given.name, given.content, compose.kind_of(given)) if given else None
