"""A citation is written once in the pack and reads in the letter's language."""

import pytest

from foia.letters.citations import citation


@pytest.mark.parametrize(
    ("language", "cite", "said"),
    [
        ("de", "Loi du 11 avril 1994, art. 4", "Gesetz vom 11. April 1994, Art. 4"),
        ("de", "§ 9 Abs. 4 IFG", "§ 9 Abs. 4 IFG"),
        ("it", "Art. 13 Abs. 1 Bst. b BGÖ", "art. 13 cpv. 1 lett. b LTras"),
        ("it", "Art. 17 BGÖ; Art. 14 VBGÖ", "art. 17 LTras; art. 14 OTras"),
        (
            "nl",
            "Loi du 11 avril 1994, art. 6, § 5, et art. 2, 4°",
            "wet van 11 april 1994, art. 6, § 5 en art. 2, 4°",
        ),
        (
            "nl",
            "Regulation (EC) No 1049/2001, art. 7(2) and 8",
            "Verordening (EG) nr. 1049/2001, art. 7(2) en 8",
        ),
    ],
)
def test_a_citation_is_named_as_the_letters_language_names_it(
    language: str, cite: str, said: str
) -> None:
    assert citation(cite, language) == said
