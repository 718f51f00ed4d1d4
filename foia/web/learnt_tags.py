"""Template words for what mail teaches: the records asked for, what was found in a mail."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foia.letters.catalogue import UnknownEntry, catalogue
from foia.mail.kinds import MessageKind
from foia.models import FindingState, Reading, RecordsRequest
from foia.web import days, words

register = template.Library()
FIELD = "record:"


class Record(NamedTuple):
    """One kind of record that was asked for; `guess` is what the mail seems to say of it."""

    category: str
    label: str
    guess: str


@register.filter
def asked_records(request: RecordsRequest) -> list[Record]:
    """Return the kinds of record that a request asks for, each once."""
    return _records(request, {})


@register.filter
def guessed_records(reading: Reading) -> list[Record]:
    """Return the kinds of record that were asked for, with what a mail seems to say of each."""
    items = reading.found.get("items", [])
    guesses = {item["category"]: item["state"] for item in items}
    return _records(reading.message.the_request, guesses)


@register.filter
def kind_choices(reading: Reading) -> list[tuple[str, str]]:
    """Return what a message can be, code and words: what is likely first, then the rest."""
    guess = [reading.kind] if reading.kind != MessageKind.UNKNOWN else []
    likely = reading.found.get("likely", [])
    kinds = dict.fromkeys([*guess, *likely, *map(str, MessageKind)])
    return [(kind, words.said(words.MESSAGE_KINDS, kind)) for kind in kinds]


@register.simple_tag
def finding_choices() -> list[tuple[str, str]]:
    """Return what a person can say of a record: code and words."""
    codes = [code for code in FindingState.values if code != FindingState.SILENT]
    return [(code, words.said(words.FINDINGS, code)) for code in codes]


@register.filter
def record_label(category: str) -> str:
    """Return what a kind of record is called in the reader's language."""
    try:
        return str(catalogue().category(category).label(days.reader()))
    except UnknownEntry:
        return category


@register.filter
def found_in_words(found: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return what was found in a mail as pairs of a name and a value."""
    rows: list[tuple[str, str]] = []
    if until := found.get("until"):
        rows.append((_("New date"), days.day(date.fromisoformat(until))))
    if number := found.get("days"):
        rows.append((_("Days more"), _days(number, found.get("unit"))))
    if fee := found.get("fee"):
        rows.append((_("Money they ask for"), fee))
    if theirs := found.get("agency_reference"):
        rows.append((_("Their number"), theirs))
    if exemptions := found.get("exemptions"):
        rows.append((_("Sections they cite"), "; ".join(exemptions)))
    return rows


def states_of(told: Mapping[str, str]) -> dict[str, str]:
    """Return what a form says of single categories: the fields of `request/records_said.html`."""
    named = {name: told[name] for name in told if name.startswith(FIELD)}
    return {name.removeprefix(FIELD): value for name, value in named.items() if value}


def _days(number: int, unit: str | None) -> str:
    """A number of days in words; a unit that is not known is left to the plain day."""
    texts = {
        "business_days": ngettext("%d working day", "%d working days", number),
        "calendar_days": ngettext("%d calendar day", "%d calendar days", number),
        "weeks": ngettext("%d week", "%d weeks", number),
        "months": ngettext("%d month", "%d months", number),
    }
    return texts.get(unit or "", ngettext("%d day", "%d days", number)) % number


def _records(request: RecordsRequest, guesses: Mapping[str, str]) -> list[Record]:
    named = (item["category"] for item in request.ask)
    categories = dict.fromkeys(category for category in named if category)
    return [Record(each, record_label(each), guesses.get(each, "")) for each in categories]
