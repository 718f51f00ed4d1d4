"""Settings: how a person is told, what they keep with us, their calendars."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from foia.models import KeptDetails, Reminder, Team, User
from foia.web.forms.details import DetailsForm

HOURS = [(hour, f"{hour:02d}:00") for hour in range(24)]
NO_HOUR: list[tuple[Any, Any]] = [("", _("none")), *HOURS]
NOTICES = [
    (User.Notices.AT_ONCE, _("at once, in one mail an hour at most")),
    (User.Notices.DAILY, _("once a day, all in one mail")),
    (User.Notices.WEEKLY, _("once a week, on Mondays")),
    (User.Notices.NEVER, _("not by mail: on the screen alone")),
]
OCCASIONS = [
    (Reminder.Occasion.DUE_SOON, _("an answer is due soon")),
    (Reminder.Occasion.OVERDUE, _("an answer is overdue")),
    (Reminder.Occasion.APPEAL_CLOSING, _("my time to appeal ends")),
    (Reminder.Occasion.CADA_CLOSING, _("my time to go to the CADA ends")),
    (Reminder.Occasion.FEE_DUE, _("my answer on a fee is due")),
    (Reminder.Occasion.OWN_DUE, _("another time limit of mine ends")),
    (Reminder.Occasion.UNREAD_REPLY, _("a reply waits to be read")),
    (Reminder.Occasion.EMBARGO_ENDING, _("an embargo ends")),
    (Reminder.Occasion.NOT_DELIVERED, _("a letter was not delivered")),
    (Reminder.Occasion.DATES_MOVED, _("dates moved with the law")),
]


def _zones() -> list[tuple[str, str]]:
    return [(name, name.replace("_", " ")) for name in sorted(available_timezones())]


class WishesForm(forms.Form):
    """How a person is told of what is due; hours are those of their own time zone."""

    full_name = forms.CharField(
        label=_("Your name"),
        max_length=200,
        required=False,
        help_text=_("Offered where a letter is signed."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(
        label=_("Language of the mails to you"), choices=lambda: settings.LANGUAGES
    )
    time_zone = forms.ChoiceField(label=_("Your time zone"), choices=_zones)
    notices = forms.ChoiceField(
        label=_("Mail about what is due"), choices=NOTICES, widget=forms.RadioSelect
    )
    notices_hour = forms.TypedChoiceField(
        label=_("Hour of the collected mail"), choices=HOURS, coerce=int
    )
    quiet_from = forms.TypedChoiceField(
        label=_("No mail from"), choices=NO_HOUR, coerce=int, empty_value=None, required=False
    )
    quiet_until = forms.TypedChoiceField(
        label=_("No mail until"), choices=NO_HOUR, coerce=int, empty_value=None, required=False
    )
    mailed = forms.MultipleChoiceField(
        label=_("Mail me when"),
        choices=OCCASIONS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Everything stands in your list on the screen, whatever you choose here."),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, person: User) -> None:
        known = {name: getattr(person, name) for name in self.base_fields if name != "mailed"}
        known["mailed"] = [code for code, _said in OCCASIONS if code not in person.muted]
        super().__init__(data, initial=known)

    def clean(self) -> dict[str, Any]:
        """Quiet hours have a beginning and an end, or there are none."""
        told = super().clean() or {}
        begins, ends = told.get("quiet_from"), told.get("quiet_until")
        if (begins is None) != (ends is None) or (begins is not None and begins == ends):
            wrong = _("Give the hour at which the quiet begins and another at which it ends.")
            self.add_error("quiet_until", wrong)
        return told

    def wishes(self) -> dict[str, Any]:
        """Return what was chosen, as the room takes it."""
        told = dict(self.cleaned_data)
        mailed = told.pop("mailed")
        return told | {"muted": [code for code, _said in OCCASIONS if code not in mailed]}


class KeptDetailsForm(DetailsForm):
    """What a person has us keep, to fill forms with; all of it is theirs to leave empty."""

    address = forms.CharField(
        label=_("Postal address"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "street-address"}),
    )
    field_order = ("address",)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        kept: KeptDetails | None,
        today: date,
    ) -> None:
        known = {"address": kept.address, **kept.details} if kept else {}
        super().__init__(data, initial=known)
        self.today = today
        del self.fields["purpose"]
        for field in self.fields.values():
            field.required = False

    def clean_born_on(self) -> date | None:
        """Refuse a day that has not come yet; none is fine."""
        return super().clean_born_on() if self.cleaned_data.get("born_on") else None

    def details(self) -> dict[str, str]:
        """Return the details that were given, by their names."""
        told = self.cleaned_data
        return {name: str(words) for name, words in told.items() if words and name != "address"}


class FeedForm(forms.Form):
    """A calendar to make: one's own, or that of a team."""

    team = forms.ModelChoiceField(
        label=_("What stands in it"),
        queryset=Team.objects.none(),
        required=False,
        empty_label=_("my own requests"),
    )
    hides_details = forms.BooleanField(
        label=_("Days and sections alone, without names of bodies and titles"), required=False
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, teams: Any) -> None:
        super().__init__(data)
        self.fields["team"].queryset = teams  # type: ignore[attr-defined]


class CloseForm(forms.Form):
    """The end of an account, with one word typed so that nobody ends theirs by mistake."""

    email = forms.EmailField(
        label=_("Type the e-mail address of this account"),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, person: User) -> None:
        super().__init__(data)
        self.person = person

    def clean_email(self) -> str:
        """Refuse another address than the account's."""
        told: str = self.cleaned_data["email"]
        if told.lower() != self.person.email.lower():
            raise forms.ValidationError(_("That is not the address of this account."))
        return told
