"""A letter says its law's name once, and with an article only where one belongs."""

import pytest

from foia.letters.compose import ComposeError
from foia.letters.letter import Requester
from foia.letters.text import to_text
from jurisdictions import codes, load_pack
from tests.letters import sample
from tests.letters.test_follow_ups import letter


def text_of(code: str, language: str | None = None) -> str:
    return " ".join(to_text(sample.request(code, language=language)).split())


@pytest.mark.parametrize(
    ("code", "language", "said"),
    [
        ("eu", "en", "Under Regulation (EC) No 1049/2001 (art. 2(1)), I request"),
        (
            "rw",
            "en",
            "Under Law n° 04/2013 of 08/02/2013 relating to access to information (art. 3)",
        ),
        ("gh", "en", "Under the Right to Information Act, 2019 (Act 989) (s 1(1)),"),
        ("ie", "en", "Under the Freedom of Information Act 2014 (s 11(1)),"),
        ("gb", "en", "Under the Freedom of Information Act 2000 (FOIA 2000, s 1(1)),"),
        ("am", "en", "Under the Law of the Republic of Armenia"),
        ("be", "fr", "loi du 11 avril 1994 relative à la publicité de l'administration, art. 4)"),
        ("cz", "cs", "(zákon č. 106/1999 Sb., § 4 odst. 1, § 2) žádám"),
        ("ru-59", "ru", "59-ФЗ, ст. 2"),
    ],
)
def test_the_law_is_named_once_and_rightly(code: str, language: str, said: str) -> None:
    assert said in text_of(code, language)


@pytest.mark.parametrize("code", [c for c in codes() if load_pack(c).statutes])
def test_no_numbered_act_gets_an_article(code: str) -> None:
    said = text_of(code, "en")
    for numbered in ("the Law No", "the Law n°", "the Act No", "the Regulation (", "the Law 0"):
        assert numbered not in said


def test_the_french_commission_is_asked_for_its_opinion() -> None:
    text = " ".join(to_text(letter("fr", "appeal")).replace("\N{NO-BREAK SPACE}", " ").split())
    assert "Je saisis la Commission de ce refus, pour avis" in text
    assert "émettre un avis favorable" in text
    assert "revenu sur le refus" not in text


def test_a_letter_that_could_not_be_answered_is_not_written() -> None:
    nobody = Requester(name="Zoë Núñez")
    with pytest.raises(ComposeError, match="No answer could arrive; give the requester an e-mail"):
        sample.compose(
            pack=load_pack("us-il"),
            technology="alpr",
            ask=sample.default_ask("alpr", None, "en"),
            requester=nobody,
            addressee=sample.Addressee(name="City of Sampletown"),
            on=sample.ON,
        )
