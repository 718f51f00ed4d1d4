"""Before a letter may be approved, what is wrong with it is said in a sentence with its cure."""

from typing import Any

import msgspec
import pytest

from foia.letters.catalogue import catalogue
from foia.letters.compose import AskItem, Requester, default_ask, problems
from foia.letters.own import Own
from jurisdictions import load_pack
from tests.letters.sample import ON, REQUESTER

FINE = default_ask("cctv")


def found(
    code: str = "us-il", *, ask: object = FINE, requester: Requester = REQUESTER, **more: Any
) -> str:
    """Return the problems as one text."""
    pack = load_pack(code)
    return " ".join(problems(pack=pack, ask=ask, requester=requester, on=ON, **more))  # type: ignore[arg-type]


@pytest.mark.parametrize("code", ["us-il", "us", "mx", "mx-cmx", "fr", "ru"])
def test_the_default_letter_has_no_problem(code: str) -> None:
    language = load_pack(code).languages[0]
    for technology in catalogue().technologies:
        assert found(code, ask=default_ask(technology.id, None, language)) == ""


def test_nothing_asked() -> None:
    assert "choose at least one kind of record" in found(ask=())
    assert "Item 1 is empty" in found(ask=(AskItem("", " "),))


def test_unsigned() -> None:
    assert "The letter is unsigned" in found(requester=Requester(name="  "))
    for name in ("[YOUR NAME]", "[Your name]", "<your name here>"):
        assert "looks unfilled" in found(requester=Requester(name=name))
    blank = msgspec.structs.replace(REQUESTER, postal_address="[Your street]\n12345 Town")
    assert "postal address contains '[Your street]'" in found(requester=blank)
    loud = msgspec.structs.replace(REQUESTER, postal_address="1 RUE DE LA RÉPUBLIQUE\n75001 PARIS")
    assert found(requester=loud) == ""


def test_the_same_is_not_asked_for_twice() -> None:
    twice = (*FINE, AskItem("", f"  {FINE[1].text.upper()[:1]}{FINE[1].text[1:]} "))
    assert f"Item {len(twice)} says the same as item 2" in found(ask=twice)


@pytest.mark.parametrize(
    "left",
    ["[NAME]", "XXX", "$agency", "{{ city }}", "<CITY>", "____", "[insert city]", "{name}", "TBD"],
)
def test_what_looks_unfilled(left: str) -> None:
    assert "Item 1 contains" in found(ask=(AskItem("", f"The contract with {left}."),))


@pytest.mark.parametrize(
    "fine", ["It cost $5 or US$ 30.", "List [a] to [c].", "Section XX.", "a_b"]
)
def test_what_only_looks_a_little_like_a_placeholder_is_fine(fine: str) -> None:
    assert found(ask=(AskItem("", fine),)) == ""


def test_all_capitals() -> None:
    assert "all in capitals" in found(ask=(AskItem("", "SEND ME ALL OF YOUR CONTRACTS NOW"),))
    assert found(ask=(AskItem("", "CCTV DPIA"),)) == ""
    assert found(ask=(AskItem("", "関連する文書をすべて送ってください関連する文書を"),)) == ""


def test_more_categories_than_illinois_tolerates() -> None:
    six = default_ask("cctv", ["contract", "dpia", "trials", "sharing", "funding", "training"])
    said = found(ask=six)
    assert "6 kinds of records are asked for" in said
    assert "5 ILCS 140/2(h), not yet verified" in said
    assert found("us", ask=six) == ""


def test_what_a_person_adds_in_their_own_words_is_looked_at_as_well() -> None:
    own = Own(
        opening="We, $agency's neighbours in [CITY], write.", closing="WE THANK YOU ALL VERY MUCH"
    )
    said = found(own=own, explanation="I mean the cameras at XXX.")
    assert "The opening in your own words contains '[CITY]'" in said
    assert "The closing in your own words is all in capitals" in said
    assert "What you explain in this letter contains 'XXX'" in said
    assert found(own=Own(opening="We write to $agency about $system.")) == ""


def test_identity_that_the_law_requires() -> None:
    nobody = Requester(name="A")
    assert "a postal address or an e-mail address" in found("gb", requester=nobody)
    assert found("gb", requester=Requester(name="A", email="a@example.org")) == ""
    mail_only = Requester(name="A", email="a@example.org")
    assert "must give a postal address" in found("ru", requester=mail_only)
    assert "must give a postal address" in found("fr", requester=mail_only)
    assert found("us-il", requester=nobody) == ""


def test_a_later_letter_is_not_stopped_by_what_only_the_request_must_say() -> None:
    assert found("cz", requester=Requester(name="A", email="a@example.org"), is_first=False) == ""
