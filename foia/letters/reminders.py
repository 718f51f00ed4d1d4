"""The words of reminders: one thing to tell or several in one mail, in the person's language.

Languages without reminders of their own are told in the notices that they have, or in English.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from foia.letters.dates import long_date
from foia.letters.notices import notice
from foia.letters.template import Text
from foia.letters.text import wrapped
from foia.letters.wording import FALLBACK, ROOT, languages, template

#: So many things are told in one mail; the rest stands on the person's page.
MOST = 40
#: The notice that says nearly the same, in languages that have no other words for an occasion.
ALIKE = {
    "due_soon": "due_soon",
    "overdue": "overdue",
    "appeal_closing": "due_soon",
    "cada_closing": "due_soon",
    "fee_due": "due_soon",
    "own_due": "due_soon",
}


@dataclass(frozen=True)
class Item:
    """One thing to tell: of a request, or of many bodies of a campaign (`number` of them).

    `fields`: title, agency, term, cite, link and reference; `reference` is empty for a campaign.
    `is_doubtful`: nobody has checked the day's time limit in the law itself.
    """

    occasion: str
    due_on: date
    fields: Mapping[str, str]
    number: int = 0
    is_doubtful: bool = False


@dataclass(frozen=True)
class Links:
    """Where a mail leads besides: all that is told, how one is told, and how to end it."""

    all: str
    settings: str
    stop: str


def reminder(items: Sequence[Item], language: str, links: Links) -> tuple[str, str]:
    """Return subject and text of the mail that tells all of these."""
    if len(items) == 1:
        subject, parts = _single(items[0], language)
    else:
        subject, parts = _collected(items, language, links)
    words = _words(language)
    foot = [*_filled(words["foot"], {}), links.settings, *_filled(words["stop"], {}), links.stop]
    return " ".join(subject.split()), "\n\n".join([*parts, "-- ", *foot]) + "\n"


def line(item: Item, language: str) -> str:
    """Return one thing in a line, as a subject says it."""
    name = f"{item.occasion}_many" if item.number else item.occasion
    return " ".join(_filled(_words(language)[name], _values(item, _written(language))))


def _single(item: Item, language: str) -> tuple[str, list[str]]:
    if item.number:
        return line(item, language), [_told(item, language)]
    if language not in _languages() and item.occasion in ALIKE:
        alike = ALIKE[item.occasion]
        subject, text = notice(alike, language, due_on=item.due_on, **item.fields)
        return subject, [text.strip()]
    words, values = _words(language), _values(item, _written(language))
    doubt = _filled(words["doubt"], {}) if item.is_doubtful else []
    parts = [*_filled(words[f"{item.occasion}_text"], values), *doubt, item.fields["link"]]
    if item.fields.get("reference"):
        parts += _filled(words["reference"], values)
    return line(item, language), parts


def _collected(items: Sequence[Item], language: str, links: Links) -> tuple[str, list[str]]:
    words = _words(language)
    subject = " ".join(_filled(words["collected"], {"number": str(len(items))}))
    parts = _filled(words["collected_text"], {})
    parts += [_told(item, language) for item in items[:MOST]]
    if len(items) > MOST:
        parts += _filled(words["more"], {"number": str(len(items) - MOST)})
        parts.append(links.all)
    return subject, parts


def _told(item: Item, language: str) -> str:
    """Return one thing with its section and, on a line of its own, its link."""
    cited = f" ({item.fields['cite']})" if item.fields.get("cite") else ""
    doubt = _filled(_words(language)["doubt"], {}) if item.is_doubtful else []
    return "\n".join([wrapped(f"{line(item, language)}{cited}"), *doubt, item.fields["link"]])


def _values(item: Item, language: str) -> dict[str, str]:
    told = {"due_on": long_date(item.due_on, language), "number": str(item.number)}
    return dict(item.fields) | told


def _filled(texts: Sequence[Text], values: Mapping[str, str]) -> list[str]:
    return [wrapped(text.fill(values)) for text in texts]


def _words(language: str) -> Mapping[str, tuple[Text, ...]]:
    return template(f"{_written(language)}/reminders/reminders").sections


def _written(language: str) -> str:
    return language if language in _languages() else FALLBACK


@lru_cache
def _languages() -> tuple[str, ...]:
    return tuple(code for code in languages() if (ROOT / f"{code}/reminders").is_dir())
