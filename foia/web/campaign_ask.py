"""What a campaign asks for, as one language's form shows it and takes it back.

A campaign's `ask` is [{category, texts: {language: words}}] in the order of the letter. Where an
item has no words in a language, the catalogue's stand; so only words that differ are kept.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from foia.letters.catalogue import catalogue
from foia.letters.compose import AskItem, default_ask
from foia.letters.own import Own

Row = Mapping[str, Any]


def items_in(ask: Sequence[Row], technology: str, language: str) -> tuple[AskItem, ...]:
    """Return the items in the words of one language; a free item without such words is empty."""
    usual = _usual(ask, technology, language)
    return tuple(
        AskItem(row["category"], row["texts"].get(language, usual.get(row["category"], "")))
        for row in ask
    )


def ask_with(
    ask: Sequence[Row], items: Sequence[AskItem], *, technology: str, language: str
) -> list[dict[str, Any]]:
    """Return the ask after its form was filled in in one language; other languages' words stay."""
    known = {row["category"]: row["texts"] for row in ask if row["category"]}
    free = iter([row["texts"] for row in ask if not row["category"]])
    usual = _usual([{"category": item.category} for item in items], technology, language)
    rows = []
    for item in items:
        texts = known.get(item.category, {}) if item.category else next(free, {})
        words = {} if item.text == usual.get(item.category) else {language: item.text}
        others = {name: text for name, text in texts.items() if name != language}
        rows.append({"category": item.category, "texts": others | words})
    return rows + [_without(texts, language) for texts in free if set(texts) - {language}]


def languages_of(ask: Sequence[Row], own: Mapping[str, Any]) -> Iterator[str]:
    """Yield the languages in which a campaign has words of its own, in order."""
    yield from sorted({language for row in ask for language in row["texts"]} | set(own))


def own_in(own: Mapping[str, Mapping[str, str]], language: str) -> Own:
    """Return the opening, closing and signature that letters in one language carry."""
    return Own(**own.get(language, {}))


def _without(texts: Mapping[str, str], language: str) -> dict[str, Any]:
    """Return a free item that has words in other languages alone."""
    return {"category": "", "texts": {k: v for k, v in texts.items() if k != language}}


def _usual(ask: Sequence[Row], technology: str, language: str) -> dict[str, str]:
    """Return the catalogue's words by category."""
    known = {category.id for category in catalogue().categories}
    ids = [row["category"] for row in ask if row["category"] in known]
    return {item.category: item.text for item in default_ask(technology, ids, language)}
