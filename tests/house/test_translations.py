"""The screens are complete in every language: no message without words, no gap lost."""

import re
from pathlib import Path

import pytest
from babel.messages import Catalog, Message
from django.utils.translation import gettext, override

from foia.management import catalogues

GAPS = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|\$\w+|</?[a-z]+")
FILES = list(catalogues.catalogues())


@pytest.fixture(scope="module")
def source() -> Catalog:
    return catalogues.in_the_source()


def forms(message: Message) -> list[tuple[str, str]]:
    """Return (English, translated) of a message, its last plural where it has several."""
    if isinstance(message.id, str):
        return [(message.id, str(message.string))]
    return [(message.id[-1], str(list(message.string)[-1]))]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parents[1].name)
def test_every_message_has_words_in_every_language(path: Path, source: Catalog) -> None:
    there = {(m.context, str(m.id)): m for m in catalogues.read(path) if m.id}
    wanted = {(m.context, str(m.id)) for m in source if m.id}
    assert wanted - set(there) == set(), "run `manage.py messages`, then translate"
    assert [m.id for key, m in there.items() if key in wanted and not _is_whole(m)] == []


def _is_whole(message: Message) -> bool:
    strings = [message.string] if isinstance(message.string, str) else list(message.string)
    return all(strings) and "fuzzy" not in message.flags


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parents[1].name)
def test_a_translation_keeps_the_gaps_and_the_marks_of_its_message(path: Path) -> None:
    lost = [
        (english, translated)
        for message in catalogues.read(path)
        if message.id
        for english, translated in forms(message)
        if sorted(GAPS.findall(english)) != sorted(GAPS.findall(translated))
    ]
    assert lost == []


def test_spanish_and_french_are_there() -> None:
    assert {path.parents[1].name for path in FILES} == {"es", "fr"}


def test_french_marks_stay_on_the_line_of_their_word() -> None:
    catalogues.compile_catalogues()
    with override("fr"):
        asked = gettext("Where are the cameras?")
        assert asked.endswith("\u00a0?")
        assert not re.search(r" [:;?!»]", asked)
    with override("es"):
        assert "\u00a0" not in gettext("Where are the cameras?")
