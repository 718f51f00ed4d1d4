"""The deadline calculator's form: what is known of a request, read from an address and kept there.

Nothing is stored: every field is a part of the query, so that a page can be shared and kept.
"""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from foia.web import law_words
from foia.web.lawbook.versions import calendar_title
from foia.web.sentences import to_reader
from jurisdictions import Event, Pack
from jurisdictions.events import CHANNELS, EARLIEST_YEAR, LATEST_YEAR

NOON = time(12)


class DayInput(forms.DateInput):
    """A day in the browser's own field; what is no day is shown as typed and not lost."""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Choose the type of the field by what it has to show."""
        context: dict[str, Any] = super().get_context(name, value, attrs)
        text = context["widget"]["value"]
        context["widget"]["type"] = "date" if not text or _is_day(text) else "text"
        return context


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _require_our_years(day: date) -> None:
    if not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
        raise forms.ValidationError(
            _("The year %(year)d was mistyped: expected %(first)d to %(last)d."),
            params={"year": day.year, "first": EARLIEST_YEAR, "last": LATEST_YEAR},
        )


class DayField(forms.DateField):
    """A day as ISO 8601 writes it: the one way that a shared address can be read everywhere."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            input_formats=["%Y-%m-%d"],
            widget=DayInput(format="%Y-%m-%d"),
            validators=[_require_our_years],
            error_messages={
                "invalid": _("This is no day of the calendar; write it like 2026-01-31.")
            },
            **options,
        )


class ClockField(forms.TimeField):
    """A time of day, hours and minutes."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            required=False,
            input_formats=["%H:%M", "%H:%M:%S"],
            widget=forms.TextInput(
                attrs={"inputmode": "numeric", "placeholder": "09:30", "size": 6, "maxlength": 8}
            ),
            error_messages={"invalid": _("This is no time of day; write it like 09:30.")},
            **options,
        )


class StartForm(forms.Form):
    """When the request was sent or received, and how; what kind it is."""

    GOT = [("received", _("They received it on")), ("sent", _("I sent it on"))]
    got = forms.ChoiceField(
        label=_("What you know"), choices=GOT, initial="received", required=False
    )
    on = DayField(label=_("Day"))
    at = ClockField(label=_("Time there"))
    by = forms.ChoiceField(
        label=_("How it was sent"),
        required=False,
        choices=[("", _("not known")), *((c, law_words.BY_CHANNEL[c]) for c in CHANNELS)],
    )
    variant = forms.MultipleChoiceField(
        label=_("What kind of request it is"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only if one of these fits."),
    )
    calendar = forms.ChoiceField(label=_("Closed days of which body"), required=False)
    as_of = DayField(label=_("As it stood on"), required=False, help_text=_("If empty, today."))

    def __init__(self, data: Mapping[str, Any] | None = None, *, pack: Pack) -> None:
        super().__init__(data, use_required_attribute=False)
        kinds = {v.name: to_reader(v.label) for s in pack.statutes for v in s.variants}
        names = (pack.calendar, *pack.calendars)
        self._offer("variant", list(kinds.items()))
        self._offer("calendar", [(name, calendar_title(name)) for name in names])
        if not kinds:
            del self.fields["variant"]
        if not pack.calendars:
            del self.fields["calendar"]
        self.zone = ZoneInfo(pack.time_zone)

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def event(self) -> Event:
        """Return the first event; what a form has checked, `Event` checks once more."""
        found = self.cleaned_data
        return Event(
            kind=found["got"] or "received",
            at=datetime.combine(found["on"], found["at"] or NOON, self.zone),
            channel=found["by"] or None,
        )
