"""Every later letter can be written under every law, and speaks of nothing that nobody knows."""

from datetime import date

import msgspec
import pytest

from foia.letters.citations import citation
from foia.letters.compose import Circumstances, ComposeError, compose, default_ask
from foia.letters.ladder import NoSuchStep, step_for
from foia.letters.letter import Addressee, Letter, Paragraph, Requester
from foia.letters.notes import NO_DAY, UNREAD
from foia.letters.outline import GROUNDS, OUTLINES
from foia.letters.sample import sample_letter
from foia.letters.text import to_text
from foia.letters.wording import wording
from jurisdictions import load_pack
from tests.letters import sample
from tests.letters.test_compose import WITH_LAW, foreign_words

LATER = [kind for kind in OUTLINES if kind != "request"]
KNOWN = Circumstances(
    sent_on=sample.LONG_AGO,
    reminded_on=date(2026, 10, 20),
    asked_on=date(2026, 6, 8),
    extended_on=date(2026, 9, 15),
    until=date(2026, 12, 24),
    is_late=True,
    decided_on=date(2026, 9, 30),
    review_asked_on=date(2026, 10, 5),
    review_decided_on=date(2026, 11, 2),
    amount="$450",
    explanation="I mean every rule that is written down.\n\nAlso drafts that are followed.",
    cited=("s. 7(1)(d)", "s. 3(f)"),
    grounds=("law_enforcement", "no_records"),
)


def letter(
    code: str,
    kind: str,
    known: Circumstances = KNOWN,
    *,
    is_dated: bool = True,
    requester: Requester = sample.REQUESTER,
) -> Letter:
    """A later letter in a language that this place is asked in, or in English.

    Not dated: under a law that gives no date, or that was not yet in force.
    """
    pack = load_pack(code)
    return compose(
        kind=kind,
        pack=pack,
        technology="alpr",
        ask=default_ask("alpr", None, "en"),
        requester=requester,
        addressee=Addressee(name="Metropolitan Police Department"),
        on=sample.ON,
        reply_to=sample.REPLY_TO,
        reference="OS-17",
        expected=sample.expected(code, sample.LONG_AGO_AT) if is_dated else None,
        known=known,
    )


def _has_step(code: str, kind: str) -> bool:
    """Say whether the law has a step for a letter of that kind."""
    pack = load_pack(code)
    try:
        step_for(kind, pack, pack.statute_on(sample.ON))
    except NoSuchStep:
        return False
    return True


#: Where the first step by letter is open against a missing answer alone.
SILENCE_ALONE = ("us-tx",)


def test_a_step_against_silence_alone_is_not_taken_against_a_refusal() -> None:
    with pytest.raises(NoSuchStep, match="only about a missing answer"):
        letter("us-tx", "appeal")


@pytest.mark.parametrize("code", WITH_LAW)
def test_every_later_letter_can_be_written_under_every_law(code: str) -> None:
    strange = foreign_words(code)
    for kind in LATER:
        outline = OUTLINES[kind]
        is_dated = sample.was_expected(code)
        if not is_dated and (outline.is_after_due or kind == "late_extension"):
            continue  # no date, so nothing can be late; refused, see below
        if not _has_step(code, kind):
            continue  # refused, see tests/letters/test_ladder.py
        is_silent = kind == "appeal" and code in SILENCE_ALONE
        known = msgspec.structs.replace(KNOWN, decided_on=None) if is_silent else KNOWN
        found = letter(code, kind, known, is_dated=is_dated)
        text = " ".join(to_text(found).split())
        assert found.subject.strip(), kind
        assert all(cite in text for cite in found.cites), kind
        assert ".." not in text and "$" not in text.replace("$450", ""), kind
        assert "()" not in text, kind
        assert not [word for word in strange if word in text], kind


@pytest.mark.parametrize("kind", LATER)
def test_what_a_letter_speaks_of_must_be_given(kind: str) -> None:
    with pytest.raises(ComposeError, match=r"speaks of what is not given: .*sent on"):
        letter("us-il", kind, Circumstances())


@pytest.mark.parametrize("kind", [k for k in LATER if OUTLINES[k].is_after_due and k != "overdue"])
def test_nobody_is_called_late_where_the_law_has_no_number(kind: str) -> None:
    with pytest.raises(ComposeError, match="names the day on which the answer was due"):
        letter("us-nd", kind)


def test_an_unknown_kind_is_named_with_those_there_are() -> None:
    with pytest.raises(ComposeError, match="no letter of kind 'lawsuit', only: request, "):
        letter("us-il", "lawsuit")


def test_an_appeal_answers_what_was_cited_and_nothing_else() -> None:
    text = " ".join(to_text(letter("us-ny", "appeal")).split())
    assert "The decision rests on s. 7(1)(d); s. 3(f)." in text
    assert "are not records of an investigation" in text
    assert "does not say where and how a search was made" in text
    assert "supplier's wish" not in text
    assert "I mean every rule that is written down." in text


def test_an_appeal_against_silence_speaks_of_no_decision() -> None:
    silent = Circumstances(sent_on=sample.LONG_AGO)
    text = " ".join(to_text(letter("us-dc", "appeal", silent)).split())
    assert "none has come" in text
    assert "refused them" not in text and "set the refusal aside" not in text


def test_illinois_is_asked_for_review_in_its_own_words() -> None:
    text = to_text(letter("us-il", "appeal"))
    assert "Request for Review: FOIA request of June 1, 2026" in " ".join(text.split())
    assert "Dear Public Access Counselor," in text
    assert "5 ILCS 140/9.5" in text


@pytest.mark.parametrize("is_late", [True, False])
def test_an_extension_is_called_late_or_too_long_as_it_was(is_late: bool) -> None:
    known = Circumstances(
        sent_on=KNOWN.sent_on, extended_on=KNOWN.extended_on, until=KNOWN.until, is_late=is_late
    )
    text = " ".join(to_text(letter("us-il", "late_extension", known)).split())
    assert ("could no longer be taken" in text) == is_late
    assert ("no more than until" in text) == (not is_late)


def test_the_requesters_own_words_stay_their_own() -> None:
    known = Circumstances(
        sent_on=KNOWN.sent_on,
        asked_on=KNOWN.asked_on,
        explanation="I mean $agency {{ law }} & <b>all</b>.\n\n\n\nAlso: «$due_on».",
    )
    blocks = letter("us-il", "clarification", known).blocks
    texts = [block.text for block in blocks if isinstance(block, Paragraph)]
    assert "I mean $agency {{ law }} & <b>all</b>." in texts
    assert "Also: «$due_on»." in texts


def test_every_ground_has_its_answer() -> None:
    for ground in GROUNDS:
        known = Circumstances(sent_on=KNOWN.sent_on, decided_on=KNOWN.decided_on, grounds=(ground,))
        assert len(letter("us-ny", "appeal", known).blocks) > 6


@pytest.mark.parametrize(
    ("code", "refused", "silent"),
    [
        ("de", "Widerspruch", "Ausstehende Entscheidung"),
        ("nl", "Bezwaarschrift", "Ingebrekestelling"),
        ("pl", "Odwołanie", "Skarga na bezczynność"),
        ("cz", "Odvolání", "Stížnost na postup"),
        ("br", "Recurso", "Reclamação por falta de resposta"),
        ("us-il", "Request for Review", "Request for Review"),
    ],
)
def test_what_is_done_against_silence_has_its_own_name(
    code: str, refused: str, silent: str
) -> None:
    assert letter(code, "appeal").title.startswith(refused)
    assert letter(code, "appeal", Circumstances(sent_on=KNOWN.sent_on)).title.startswith(silent)


def test_an_appeal_against_silence_answers_no_reasons_that_were_never_given() -> None:
    known = Circumstances(sent_on=KNOWN.sent_on, explanation="I wait.", grounds=("security",))
    text = " ".join(to_text(letter("us-dc", "appeal", known)).split())
    assert "I wait." in text
    assert "Why the refusal does not hold" not in text
    assert "A risk must be shown" not in text


@pytest.mark.parametrize("code", ["us-fl", "us-oh", "us-ia", "us-wi", "us-nd", "de-be", "se"])
def test_a_law_without_a_number_is_reminded_of_and_nothing_is_called_late(code: str) -> None:
    found = sample_letter(load_pack(code), "overdue", sample.ON)
    text = " ".join(to_text(found).split())
    assert "175" in text
    assert found.notes[0] == NO_DAY
    assert "overdue" not in text.casefold()
    assert found.expected_due_on is None


def test_a_number_that_nobody_has_read_is_not_said_to_be_missing() -> None:
    found = sample_letter(load_pack("kz"), "overdue", sample.ON)
    text = " ".join(to_text(found).split())
    assert "175" in text
    assert "не называют дня" not in text
    assert found.notes[0] == UNREAD


def test_a_commercial_request_does_not_plead_for_a_waiver() -> None:
    of_trade = msgspec.structs.replace(sample.REQUESTER, is_commercial=True)
    asked = sample.request("us-il", requester=of_trade)
    assert "waive" not in to_text(asked)
    with pytest.raises(ComposeError, match="the request is commercial"):
        letter("us-il", "fee_waiver", requester=of_trade)


@pytest.mark.parametrize("code", ["gb", "gb-sct", "us-ca", "us-wa", "hk", "nl", "it", "ru", "mx"])
def test_no_reminder_gives_silence_a_meaning_that_the_law_does_not(code: str) -> None:
    statute = load_pack(code).statute_on(sample.ON)
    means = wording("overdue_final", load_pack(code).languages[0], code).sections
    said = means["overdue_final_silence"][0].fill({"cite_silence": statute.clauses["silence"].cite})
    text = " ".join(to_text(sample_letter(load_pack(code), "overdue_final", sample.ON)).split())
    assert said not in text
    assert ("riesame" in text) == (code == "it")


@pytest.mark.parametrize("code", ["us-il", "us", "fr", "in", "za", "ie", "us-sc"])
def test_a_last_reminder_says_where_the_law_gives_silence_a_meaning(code: str) -> None:
    letter = sample_letter(load_pack(code), "overdue_final", sample.ON)
    clause = load_pack(code).statute_on(sample.ON).clauses["silence"]
    assert citation(clause.cite, letter.language) in letter.cites


def test_what_has_a_number_is_not_reminded_of_while_its_day_is_unknown() -> None:
    with pytest.raises(ComposeError, match="the day of receipt is not on record"):
        letter("us-il", "overdue", is_dated=False)
