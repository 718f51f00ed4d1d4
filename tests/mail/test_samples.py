"""Every mail of the corpus is parsed and read as the expectation beside it says."""

import json
from pathlib import Path
from typing import Any

import pytest

from foia.mail.classify import AskedItem, Reading, classify
from foia.mail.parse import ParsedMail, parse, split_quoted

SAMPLES = Path(__file__).parent.parent / "samples"
PATHS = {path.stem: path for path in SAMPLES.iterdir() if path.suffix in (".eml", ".msg", ".oft")}
NAMES = sorted(PATHS)


def _load(name: str) -> tuple[ParsedMail, dict[str, Any]]:
    expected = json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8"))
    return parse(PATHS[name].read_bytes()), expected


def _read(mail: ParsedMail, expected: dict[str, Any]) -> Reading:
    asked = [AskedItem(*item) for item in expected["asked"]]
    return classify(mail, language=expected["language"], asked=asked)


def test_the_corpus_is_large_and_every_mail_has_its_expectation() -> None:
    assert sum(name.startswith("odd_") for name in NAMES) >= 60
    assert sum(name.startswith(("bounce_", "auto_reply_")) for name in NAMES) >= 12
    assert sum("_is_no_bounce" in name for name in NAMES) >= 4
    languages = {_load(name)[1].get("language", "") for name in NAMES}
    assert languages >= {"en", "es", "fr", "pt", "de", "ru"}
    assert sorted(path.stem for path in SAMPLES.glob("*.json")) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_is_parsed_as_expected(name: str) -> None:
    mail, expectation = _load(name)
    expected = expectation.get("parsed", {})
    for key in ("subject", "message_id", "from_address", "date"):
        if key in expected:
            assert getattr(mail, key) == expected[key]
    for key in ("returned_ids", "to", "delivered_to"):
        if key in expected:
            assert list(getattr(mail, key)) == expected[key]
    assert expected.get("text_contains", "") in mail.text
    assert expected.get("text_lacks", "\0") not in mail.text
    assert expected.get("quoted_contains", "") in split_quoted(mail.text)[1]
    assert expected.get("trouble", "") in " ".join(mail.troubles)
    if "trouble" not in expected:
        assert not mail.troubles
    if "inline" in expected:
        assert [part.is_inline for part in mail.attachments] == expected["inline"]
    if "attachment_names" in expected:
        assert [part.name for part in mail.attachments] == expected["attachment_names"]
    if "attachments" in expected:
        found = [[part.name, part.sniffed_type, len(part.content)] for part in mail.attachments]
        assert found == expected["attachments"]


@pytest.mark.parametrize("name", [name for name in NAMES if "reading" in _load(name)[1]])
def test_a_sample_is_read_as_expected(name: str) -> None:
    mail, expectation = _load(name)
    reading = _read(mail, expectation)
    expected = dict(expectation["reading"])
    kind = expected.pop("kind")
    assert kind in ("*", reading.kind.value), reading
    assert reading.is_sure == expected.pop("is_sure"), reading
    assert expected.pop("troubles", "") in " ".join(reading.troubles)
    items = {
        str(number): [
            each.state.value for each in reading.found.item_findings if each.number == number
        ]
        for number in {each.number for each in reading.found.item_findings}
    }
    assert items == expected.pop("items", items), reading
    for key, value in expected.items():
        found = getattr(reading.found, key)
        shown = found.isoformat() if hasattr(found, "isoformat") else found
        assert (list(shown) if isinstance(shown, tuple) else shown) == value, reading


@pytest.mark.parametrize("name", [name for name in NAMES if "reading" in _load(name)[1]])
def test_the_evidence_quotes_the_mail_exactly(name: str) -> None:
    mail, expectation = _load(name)
    sources = {"body": mail.text, "subject": mail.subject}
    for piece in _read(mail, expectation).evidence:
        if piece.where in sources:
            assert sources[piece.where][piece.start : piece.end] == piece.quote
            assert piece.quote
