"""A pattern filled for one body is the letter as it is composed for that body."""

import pytest

from foia.letters.compose import Addressee, Requester, compose, default_ask
from foia.letters.letter import Letter
from foia.letters.pattern import Pattern
from foia.letters.text import to_text
from jurisdictions import load_pack
from tests.letters.sample import ON

NAME, TOKEN = "qzqzname", "qzqztokenqzqztoken"
PLACES = ("us-il", "gb", "fr", "de", "mx", "pl", "ru", "br", "it", "nl")


def letter(code: str, name: str, token: str) -> Letter:
    pack = load_pack(code)
    return compose(
        pack=pack,
        technology="frt_search",
        ask=default_ask("frt_search", language=pack.languages[0]),
        requester=Requester(name="Rosa Resident", postal_address="1 Example Street"),
        addressee=Addressee(name=name),
        on=ON,
        reply_to=f"r-{token}@reply.example",
        reference="OS-7K2MPQ4X",
    )


@pytest.mark.parametrize("code", PLACES)
@pytest.mark.parametrize(
    "name", ["X", "Police", "The Bureau of Everything and of All the Rest " * 4 + "and More"]
)
def test_a_filled_pattern_is_the_composed_letter(code: str, name: str) -> None:
    pattern = Pattern(letter(code, NAME, TOKEN), [NAME, TOKEN], as_long=[TOKEN])
    token = "a" * len(TOKEN)
    composed = letter(code, name, token)
    values = {NAME: name, TOKEN: token}
    assert pattern.text(values) == to_text(composed)
    assert pattern.subject(values) == composed.subject


def test_what_is_put_in_is_not_read_again() -> None:
    pattern = Pattern(letter("us-il", NAME, TOKEN), [NAME, TOKEN], as_long=[TOKEN])
    text = pattern.text({NAME: f"Office {TOKEN}", TOKEN: "b" * len(TOKEN)})
    assert f"Office {TOKEN}" in text
    assert "b" * len(TOKEN) in text
