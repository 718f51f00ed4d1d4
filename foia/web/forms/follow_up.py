"""A later letter: which records it lists, what it says in a person's words, where it goes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from foia.drafts import Plan
from foia.flow.compose import Said
from foia.letters.compose import AskItem
from foia.letters.outline import AGAINST, APPEALS, OUTLINES
from foia.models import Message
from foia.web import letter_words
from foia.web.forms.ask import LONGEST


@dataclass(frozen=True)
class Row:
    """One record of the request: whether this letter lists it, and in which words."""

    pick: BoundField
    text: BoundField


UNKNOWN = _(
    "An e-mail address, the address of a portal, or a postal address. None is on file: look it up"
    " on their own site."
)
INVENTED = _(
    "None is on file. Nothing leaves the sandbox, so an invented one will do, such as"
    " review@body.example."
)


class FollowUpForm(forms.Form):
    """What a person can say in one kind of letter; a kind has the fields its outline has."""

    own_words = forms.CharField(
        label=_("In your own words"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("It stands in the letter exactly as you write it. Leave a line between parts."),
    )
    amount = forms.CharField(
        label=_("The sum they ask for, with its currency"), max_length=100, required=False
    )
    grounds = forms.MultipleChoiceField(
        label=_("What they rely on"),
        choices=list(letter_words.GROUNDS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The letter answers each ground you tick."),
    )
    addressee = forms.CharField(label=_("To whom"), max_length=300, required=False)
    channel = forms.ChoiceField(
        label=_("How it is sent"),
        choices=letter_words.WAYS,
        required=False,
        widget=forms.RadioSelect,
    )
    recipient = forms.CharField(
        label=_("Their address"),
        max_length=500,
        required=False,
        help_text=_("An e-mail address, the address of a portal, or a postal address."),
    )

    def __init__(self, data: Mapping[str, Any] | None, *, message: Message, plan: Plan) -> None:
        super().__init__(data, initial=_initial(message, plan))
        self.asked = [AskItem(row["category"], row["text"]) for row in message.the_request.ask]
        # What the law and the contacts say stays theirs to change, unless a person says otherwise.
        self.theirs = {
            "addressee": "" if message.addressee else plan.addressee.name,
            "recipient": "" if message.recipient else plan.where.recipient,
        }
        if not message.recipient and not plan.where.recipient:
            self.fields["recipient"].help_text = INVENTED if settings.IS_SANDBOX else UNKNOWN
        for name in set(self.fields) - set(_fields_of(message.step, plan)):
            del self.fields[name]
        self.is_listed = "items" in OUTLINES[message.step].blocks
        if self.is_listed:
            self._list(plan.ask)
        if "own_words" in self.fields:
            self.fields["own_words"].required = message.step == "clarification"
        if "amount" in self.fields:
            self.fields["amount"].required = True

    def _list(self, listed: Sequence[AskItem]) -> None:
        """Offer each record of the request; what the letter lists now is ticked."""
        now = dict(zip(_keys(listed), (item.text for item in listed), strict=True))
        for number, (key, item) in enumerate(zip(_keys(self.asked), self.asked, strict=True)):
            text = now.get(key)
            self.fields[f"pick_{number}"] = forms.BooleanField(
                label=_("List number {number}").format(number=number + 1),
                required=False,
                initial=text is not None,
            )
            self.fields[f"text_{number}"] = forms.CharField(
                label=_("Words of number {number}").format(number=number + 1),
                required=False,
                initial=text or item.text,
                max_length=LONGEST,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def rows(self) -> Iterator[Row]:
        """Yield the records, in the order of the request."""
        for number in range(len(self.asked) if self.is_listed else 0):
            yield Row(self[f"pick_{number}"], self[f"text_{number}"])

    def plain(self) -> Iterator[BoundField]:
        """Yield the fields that are neither records nor a choice among several."""
        names = ("own_words", "amount", "addressee", "recipient")
        return (self[name] for name in names if name in self.fields)

    def choices(self) -> Iterator[BoundField]:
        """Yield the fields that are a choice among several."""
        return (self[name] for name in ("grounds", "channel") if name in self.fields)

    def clean(self) -> dict[str, Any]:
        """Require a record where records are listed, and an address that fits how it goes."""
        cleaned = super().clean() or {}
        if self.is_listed and not self.errors and not self._items():
            raise ValidationError(_("Tick at least one of the records."))
        recipient, channel = cleaned.get("recipient", ""), cleaned.get("channel", "")
        if recipient and not channel:
            self.add_error("channel", _("Say how it goes there."))
        if recipient and channel == "email":
            self._must_be_email(recipient)
        return cleaned

    def _must_be_email(self, recipient: str) -> None:
        try:
            validate_email(recipient)
        except ValidationError:
            self.add_error("recipient", _("That is not an e-mail address."))

    def _items(self) -> list[AskItem]:
        found = (
            AskItem(item.category, self.cleaned_data.get(f"text_{number}", "").strip())
            for number, item in enumerate(self.asked)
            if self.cleaned_data.get(f"pick_{number}")
        )
        return [item for item in found if item.text]

    def said(self) -> Said:
        """Return what the person said, from a form that is in order."""
        found = self.cleaned_data
        own = {name: found.get(name, "") for name in self.theirs}
        own = {name: "" if text == self.theirs[name] else text for name, text in own.items()}
        return Said(
            own_words=found.get("own_words", ""),
            amount=found.get("amount", ""),
            grounds=found["grounds"] if "grounds" in self.fields else None,
            ask=self._items() if self.is_listed else None,
            addressee=own["addressee"],
            recipient=own["recipient"],
            channel=found.get("channel", ""),
        )


def _fields_of(kind: str, plan: Plan) -> list[str]:
    """The fields that a kind of letter has a place for."""
    names = ["own_words"] if "explanation" in OUTLINES[kind].blocks else []
    if "amount" in OUTLINES[kind].needs:
        names.append("amount")
    is_refused = plan.known.decided_on or plan.known.review_decided_on
    if kind in AGAINST and is_refused:
        names.append("grounds")
    if kind in APPEALS:
        names += ["addressee", "recipient", "channel"]
    return names


def _initial(message: Message, plan: Plan) -> dict[str, Any]:
    return {
        "own_words": message.own_words,
        "amount": plan.known.amount,
        "grounds": list(plan.known.grounds),
        "addressee": plan.addressee.name,
        "recipient": plan.where.recipient,
        "channel": plan.where.channel or "email",
    }


def _keys(items: Sequence[AskItem]) -> list[tuple[str, int]]:
    """What tells the records apart: the category, and which of the same category it is."""
    before = [item.category for item in items]
    return [(category, before[:place].count(category)) for place, category in enumerate(before)]
