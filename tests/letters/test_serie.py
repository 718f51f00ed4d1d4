"""The letters of a French series say what the law asks for, and nothing that is not so."""

import io
from datetime import date
from typing import Any

import docx
import msgspec
import pytest

from foia.letters.compose import default_ask
from foia.letters.docx import to_docx
from foia.letters.letter import Addressee, Letter, Requester
from foia.letters.pdf import to_pdf
from foia.letters.serie import LEAST, Demand, SerieError, Series, require_referable
from foia.letters.serie_letters import information, referral
from foia.letters.text import to_text
from jurisdictions import load_pack

ON = date(2026, 11, 22)
PACK = load_pack("fr")
CADA = Addressee(name="Commission", address_lines=("1 rue de l'Exemple", "75000 Paris"))


def demand(number: int, **fields: Any) -> Demand:
    facts: dict[str, Any] = {
        "reference": f"OS-{number:08}",
        "addressee": Addressee(name=f"Ville {number}"),
        "reach": f"prada@ville{number}.example",
        "asked_on": date(2026, 9, 1),
        "received_on": date(2026, 9, 2),
        "refused_on": date(2026, 10, 2),
        "is_silent": True,
        "reply_to": f"r-{number}@reply.openshutter.example",
    }
    return Demand(**(facts | fields))


def series(*demands: Demand, **fields: Any) -> Series:
    demands = demands or tuple(demand(number) for number in range(LEAST))
    facts: dict[str, Any] = {
        "requester": Requester(name="Zoë Núñez", postal_address="1 rue X\n13001 Marseille"),
        "technology": "analytics",
        "ask": default_ask("analytics", None, "fr"),
        "demands": demands,
        "lead": demands[0].reference,
    }
    return Series(**(facts | fields))


def said(letter: Letter) -> str:
    """Return what a letter says, on one line, with plain spaces."""
    return " ".join(to_text(letter).split())


def test_the_referral_gives_what_the_law_asks_for() -> None:
    text = said(referral(series(), pack=PACK, on=ON, commission=CADA))
    for words in (
        *("Zoë Núñez 1 rue X 13001 Marseille", "série de 5 demandes", "même objet"),
        *("R343-3-1, al. 1", "L342-1, al. 2", "L342-1, al. 3", "CRPA, art. R343-1"),
        *("prada@ville4.example", "01/09/2026", "02/10/2026", "Refus implicite : un mois après"),
        "préalable obligatoire",
    ):
        assert words in text, words
    assert "$" not in text


def test_the_referral_speaks_of_what_is_so_and_of_nothing_else() -> None:
    express = [demand(n, is_silent=False) for n in range(LEAST)]
    text = said(referral(series(*express), pack=PACK, on=ON, commission=CADA))
    assert "refus exprès du 2 octobre 2026" in text
    assert "silence gardé" not in text and "jour de l'envoi" not in text
    assert "pas encore fait l'objet" not in text
    waiting = [*express, demand(9, refused_on=None), demand(10, is_presumed=True)]
    text = said(referral(series(*waiting), pack=PACK, on=ON, commission=CADA))
    assert "pas encore fait l'objet d'un refus (1)" in text
    assert "Pas de refus à ce jour" in text
    assert "jour de l'envoi" in text


@pytest.mark.parametrize(
    ("fields", "words", "never"),
    [
        ({}, "décision implicite de refus le 2 octobre 2026", "m'a été refusée"),
        (
            {"is_silent": False},
            "Le 2 octobre 2026, cette communication m'a été refusée",
            "implicite",
        ),
        ({"refused_on": None, "is_silent": False}, "pas trace d'une réponse", "préalable oblig"),
    ],
)
def test_each_body_is_told_of_its_own_refusal(
    fields: dict[str, Any], words: str, never: str
) -> None:
    one = demand(7, **fields)
    text = said(information(series(*series().demands, one), one, pack=PACK, on=ON))
    assert words in text and never not in text
    assert "L342-1, al. 3" in text and "série de 6 demandes" in text
    assert "r-7@reply.openshutter.example" in text and "Ville 7" in text


def test_what_is_no_series_is_said_in_one_sentence() -> None:
    good = series().demands
    for wrong, words in (
        (series(*good[:4]), "at least 5 requests"),
        (series(*good, demand(8, addressee=Addressee(name="Ville 0"))), "different bodies"),
        (series(*(demand(n, refused_on=None) for n in range(5))), "Nothing is refused yet"),
        (series(demand(9, refused_on=None), *good), "propose a refused one"),
        (series(requester=Requester(name="Zoë")), "postal address"),
    ):
        with pytest.raises(SerieError, match=words):
            require_referable(wrong)
    require_referable(series())


def test_hostile_names_are_drawn_as_text() -> None:
    name = 'Ville "$x" {{ y }} <b>&\x07 أهلا 🏛' + "é" * 300
    hostile = tuple(demand(n, addressee=Addressee(name=f"{name}{n}")) for n in range(LEAST))
    letter = referral(series(*hostile), pack=PACK, on=ON, commission=CADA)
    table = docx.Document(io.BytesIO(to_docx(letter))).tables[0]
    assert 'Ville "$x" {{ y }} <b>& أهلا 🏛' in table.rows[1].cells[1].text
    assert to_pdf(letter).startswith(b"%PDF")


def test_a_long_series_repeats_the_head_of_its_table() -> None:
    many = series(*(demand(number) for number in range(120)))
    letter = referral(many, pack=PACK, on=ON, commission=CADA)
    rows = docx.Document(io.BytesIO(to_docx(letter))).tables[0]._tbl.xpath(".//w:tblHeader")
    assert len(rows) == 1
    assert b"/TH" in to_pdf(msgspec.structs.replace(letter))
