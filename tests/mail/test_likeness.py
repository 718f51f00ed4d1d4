"""Statistics beside the wordings: what they learn, that they are honest, and what they rest on."""

import tomllib
from pathlib import Path

import pytest

from foia.mail import diction, languages, likeness
from foia.mail.kinds import MessageKind
from foia.mail.words import read_words
from tests.mail.cross_validation import cross_validate
from tests.mail.plain import read

PROSE = tomllib.loads((Path(__file__).parent / "prose.toml").read_text(encoding="utf-8"))
LOOKS_LIKE = [(code, kind, text) for code, pairs in PROSE.items() for kind, text in pairs]


@pytest.mark.parametrize("code", languages.known())
def test_a_language_has_samples_of_every_kind_but_bounces(code: str) -> None:
    samples = diction.load(code)
    machines = {MessageKind.UNKNOWN, MessageKind.BOUNCE}
    assert set(samples) - {diction.NOTHING} >= {str(kind) for kind in MessageKind} - machines
    assert len(samples[diction.NOTHING]) >= 30
    for kind, texts in samples.items():
        assert len(set(texts)) == len(texts), kind
        assert len(texts) >= 3 or kind in machines, kind


@pytest.mark.parametrize("code", languages.known())
def test_what_was_learnt_is_read_and_nearly_all_of_it_rightly(code: str) -> None:
    wrong, sure_and_wrong, total = 0, [], 0
    for kind, texts in diction.load(code).items():
        expected = "unknown" if kind == diction.NOTHING else kind
        for text in texts:
            reading = read(text, code)
            total += 1
            wrong += reading.kind.value != expected
            if reading.is_sure and reading.kind.value != expected:
                sure_and_wrong.append((kind, reading.kind.value, text))
    assert wrong <= total * 0.1
    assert len(sure_and_wrong) <= total * 0.005, sure_and_wrong


def test_of_samples_never_seen_nearly_nothing_sure_is_wrong() -> None:
    counts = cross_validate()
    print("", *counts.lines(), sep="\n")
    total = sum(read for _, read in counts.steps.values())
    sure = sum(verdicts["sure and right"] for verdicts in counts.verdicts.values())
    assert total >= 3500
    assert sure >= total * 0.22
    assert len(counts.wrong) <= sure * 0.03


@pytest.mark.parametrize(("code", "kind", "text"), LOOKS_LIKE)
def test_prose_that_looks_like_a_kind_is_not_surely_taken_for_it(
    code: str, kind: str, text: str
) -> None:
    reading = read(text, code)
    assert not (reading.is_sure and reading.kind.value == kind), reading.evidence


def test_the_words_it_rests_on_stand_in_the_mail() -> None:
    text = "Dear Ms R,\n\nI asked around. Nobody here has such a policy in writing.\n\nRegards"
    words = read_words(text, [(0, len(text))])
    likes = likeness.read(words, [likeness.learnt("es"), likeness.learnt("en")])
    strongest = max(likes, key=lambda like: like.strength)
    assert strongest.kind is MessageKind.NO_RECORDS
    assert "Nobody here" in text[strongest.start : strongest.end]


def test_a_question_offers_the_likeliest_kinds() -> None:
    reading = read("You asked for the contract. You would have to ask the county for that.", "en")
    assert reading.likely[0] is reading.kind is MessageKind.TRANSFERRED
    assert len(reading.likely) <= 5


def test_how_to_appeal_is_no_refusal() -> None:
    reading = read(
        "We received your request.\n\nIf your request is denied you may appeal within 30 days to"
        " the Public Access Counselor, who can review the denial.",
        "en",
    )
    assert reading.kind is MessageKind.ACKNOWLEDGMENT
