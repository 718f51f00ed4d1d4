"""What happened to a request since it was made, and when its body was closed: one form a row."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from foia.web import law_words, words
from foia.web.forms.dates import NOON, ClockField, DayField
from jurisdictions import Closure, Event, Pack
from jurisdictions.events import ANSWERS, CHANNELS, KINDS

ANSWERED = dict.fromkeys(ANSWERS, ("by", "remedies"))
#: Which fields an event has besides its kind, its day and its time.
EXTRA: Mapping[str, tuple[str, ...]] = {
    **ANSWERED,
    "acknowledged": ("received", "registered", "remedies"),
    "registered": ("registered",),
    "extended": ("until", "days", "ground"),
    "clarification_requested": ("by",),
    "fee_demanded": ("by",),
    "appealed": ("step",),
    "appeal_acknowledged": ("step", "remedies"),
    "appeal_registered": ("step", "registered"),
    "appeal_extended": ("until", "days", "ground", "step"),
    "appeal_opinion": ("step", "by"),
    "appeal_decided": ("step", "by", "remedies"),
}
#: What can happen under every law; what else matters is read from the pack.
ALWAYS = ("acknowledged", "released", "partially_released", "denied", "no_records", "withdrawn")


class EventForm(forms.Form):
    """One thing that happened; the fields beyond kind and day depend on the kind."""

    kind = forms.ChoiceField(label=_("What happened"), required=False)
    on = DayField(label=_("Day"), required=False)
    at = ClockField(label=_("Time there"))
    until = DayField(label=_("They name this day"), required=False)
    days = forms.IntegerField(
        label=_("Or so many days"), required=False, min_value=0, max_value=3660
    )
    ground = forms.ChoiceField(label=_("On which ground"), required=False)
    step = forms.ChoiceField(label=_("Which step"), required=False)
    received = DayField(label=_("They say it arrived on"), required=False)
    registered = DayField(label=_("They say it was registered on"), required=False)
    by = forms.ChoiceField(label=_("It came by"), required=False)
    remedies = forms.BooleanField(label=_("It says how to challenge it"), required=False)

    def __init__(
        self, data: Mapping[str, Any] | None, *, prefix: str, pack: Pack, zone: ZoneInfo
    ) -> None:
        super().__init__(data, prefix=prefix, use_required_attribute=False)
        self.zone = zone
        self._offer("kind", _kinds(pack))
        self._offer("ground", _grounds(pack))
        self._offer("step", _steps(pack))
        self._offer("by", [(channel, law_words.BY_CHANNEL[channel]) for channel in CHANNELS])

    def _offer(self, name: str, choices: list[Any]) -> None:
        self.fields[name].choices = [("", "…"), *choices]  # type: ignore[attr-defined]

    @property
    def is_blank(self) -> bool:
        """Say whether nothing was entered in this row."""
        return not any(self[name].value() for name in self.fields)

    def all_extras(self) -> Iterator[tuple[BoundField, str]]:
        """Yield every further field that this law has a use for, with the kinds that have it."""
        for name in list(self.fields)[3:]:
            if len(getattr(self.fields[name], "choices", "??")) > 1:
                yield self[name], " ".join(kind for kind, names in EXTRA.items() if name in names)

    def extras(self) -> Iterator[BoundField]:
        """Yield the fields that this kind of event has, and those that were filled in or wrong."""
        names = EXTRA.get(self["kind"].value() or "", ())
        for name in list(self.fields)[3:]:
            field = self[name]
            has_choice = len(getattr(field.field, "choices", "??")) > 1
            if field.errors or field.value() or (name in names and has_choice):
                yield field

    def clean(self) -> dict[str, Any]:
        """Require a kind and a day in a row that has anything in it."""
        cleaned = super().clean() or {}
        if not self.is_blank:
            if not cleaned.get("kind") and "kind" not in self.errors:
                self.add_error("kind", _now("Say what happened."))
            if not cleaned.get("on") and "on" not in self.errors:
                self.add_error("on", _now("Say on which day it happened."))
        return cleaned

    def event(self) -> Event:
        """Return the event of a row that is in order."""
        found = self.cleaned_data
        return Event(
            kind=found["kind"],
            at=datetime.combine(found["on"], found["at"] or NOON, self.zone),
            channel=found["by"] or None,
            until=found["until"],
            days=found["days"],
            received_on=found["received"],
            registered_on=found["registered"],
            remedies_notified=found["remedies"] or None,
            ground=found["ground"] or None,
            step=found["step"] or None,
        )


class ClosureForm(forms.Form):
    """Days on which this one body was closed; the last day may be left out for a single one."""

    first = DayField(label=_("Closed from"), required=False)
    last = DayField(label=_("to"), required=False)

    def __init__(self, data: Mapping[str, Any] | None, *, prefix: str) -> None:
        super().__init__(data, prefix=prefix, use_required_attribute=False)

    @property
    def is_blank(self) -> bool:
        """Say whether nothing was entered in this row."""
        return not any(self[name].value() for name in self.fields)

    def clean(self) -> dict[str, Any]:
        """Require the first day if there is a last one."""
        cleaned = super().clean() or {}
        if cleaned.get("last") and not cleaned.get("first") and "first" not in self.errors:
            self.add_error("first", _now("Say from which day it was closed."))
        return cleaned

    def closure(self) -> Closure:
        """Return the closed days of a row that is in order."""
        first = self.cleaned_data["first"]
        return Closure(first, self.cleaned_data["last"] or first)


def _kinds(pack: Pack) -> list[Any]:
    """Return every kind of event, those that this law speaks of first."""
    matter = [kind for kind in KINDS if kind in _named_by(pack)]
    others = [kind for kind in KINDS if kind not in matter and kind != "sent"]
    return [
        (_now("Under this law"), [(kind, words.said(words.EVENTS, kind)) for kind in matter]),
        (_now("Anything else"), [(kind, words.said(words.EVENTS, kind)) for kind in others]),
    ]


def _named_by(pack: Pack) -> set[str]:
    """Return the kinds that the rules of a pack name, besides those that can always happen."""
    found = set(ALWAYS)
    for statute in pack.statutes:
        for term in statute.terms:
            found |= {*term.start, *term.only_if, *term.met_by, term.presume_from}
            if term.term in ("appeal", "appeal_decision"):
                found |= {"appealed", "appeal_decided"}
        for rule in statute.tolling:
            found |= {rule.starts_on, rule.ends_on}
        for longer in statute.extensions:
            found.add("appeal_extended" if longer.term.startswith("appeal") else "extended")
    return found - {"received", "sent"}


def _grounds(pack: Pack) -> list[tuple[str, str]]:
    rules = [rule for statute in pack.statutes for rule in statute.extensions if rule.ground]
    return [(rule.ground, rule.ground.replace("_", " ")) for rule in rules]


def _steps(pack: Pack) -> list[tuple[str, str]]:
    """Return the steps of appeal with the names of their bodies; a later version's name stands."""
    found: dict[str, str] = {}
    for statute in pack.statutes:
        found |= {term.step: term.step for term in statute.terms if term.step}
        found |= {appeal.step: words.named(appeal.body) for appeal in statute.appeals}
    return list(found.items())
