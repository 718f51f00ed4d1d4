"""The pile: which of the letters that wait, how they are printed, and the day they were posted."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foia.models import Channel, Message

#: Letters of these ways are ticked at first; the others are not printed but copied.
PRINTED = (Channel.POST, Channel.FAX)
KINDS = {"pdf": "PDF", "docx": "DOCX"}
#: How far ahead of UTC the day begins where it begins first.
FIRST_DAY = timedelta(hours=14)


class PileForm(forms.Form):
    """One tick for each letter that waits, and what is to be done with those that are ticked."""

    letters = forms.MultipleChoiceField(
        label=_("Letters"),
        error_messages={
            "required": _("Tick at least one letter."),
            "invalid_choice": _("One of these letters no longer waits; look at what is left."),
        },
    )
    kind = forms.ChoiceField(choices=list(KINDS.items()), required=False)
    is_two_sided = forms.BooleanField(
        label=_("Printed on both sides: each letter begins on a new sheet"), required=False
    )
    posted_on = forms.DateField(
        label=_("Day you posted or filed them"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        required=False,
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        waiting: Sequence[Message],
        now: datetime,
    ) -> None:
        super().__init__(data, initial={"posted_on": now.date()})
        self.waiting = waiting
        self.last_day = (now + FIRST_DAY).date()
        self.fields["letters"].choices = [  # type: ignore[attr-defined]
            (str(letter.uuid), letter.subject) for letter in waiting
        ]

    def rows(self) -> list[tuple[Message, bool]]:
        """Return each letter that waits, and whether it is ticked."""
        ticked = set(self["letters"].value() or ())
        return [
            (letter, str(letter.uuid) in ticked if self.is_bound else letter.channel in PRINTED)
            for letter in self.waiting
        ]

    def chosen(self) -> list[Message]:
        """Return the letters that were ticked, in the order in which they wait."""
        ticked = set(self.cleaned_data["letters"])
        return [letter for letter in self.waiting if str(letter.uuid) in ticked]

    def clean_posted_on(self) -> date | None:
        """Refuse a day that has not come anywhere yet."""
        posted_on: date | None = self.cleaned_data["posted_on"]
        if posted_on and posted_on > self.last_day:
            raise forms.ValidationError(_("That day has not come yet; give the day you did it."))
        return posted_on


class PrintForm(PileForm):
    """The ticked letters are printed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].required = True


class PostedForm(PileForm):
    """The ticked letters were posted, faxed or filed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["posted_on"].required = True
