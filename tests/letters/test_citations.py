"""A citation is written once in the pack and reads in the letter's language."""

import pytest

from foia.letters.citations import citation, in_sentence


@pytest.mark.parametrize(
    ("language", "cite", "said"),
    [
        ("de", "Loi du 11 avril 1994, art. 4", "Gesetz vom 11. April 1994, Art. 4"),
        ("de", "§ 9 Abs. 4 IFG", "§ 9 Abs. 4 IFG"),
        ("it", "Art. 13 Abs. 1 Bst. b BGÖ", "art. 13 cpv. 1 lett. b LTras"),
        ("en", "CRPA, art. R343-1 and R311-15", "CRPA, arts. R343-1 and R311-15"),
        ("es", "Ley 27.275, art. 14 and 15", "Ley 27.275, arts. 14 y 15"),
        (
            "es",
            "Ley 19/2013, art. 20.1; Ley 39/2015, art. 30.4",
            "Ley 19/2013, art. 20.1; Ley 39/2015, art. 30.4",
        ),
        (
            "en",
            "Regulation (EC) No 1049/2001, art. 2(1) and (2)",
            "Regulation (EC) No 1049/2001, art. 2(1) and (2)",
        ),
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


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        ("en", "due under Freedom of Information Act 2014, s 12", "under the Freedom of"),
        ("en", "due under Government Information (Public Access) Act 2009", "under the Government"),
        ("en", "due under the Freedom of Information Act 2014", "due under the Freedom"),
        ("en", "due under Act 989, s 31", "due under Act 989"),
        ("en", "due under Law No. 7 on Access", "due under Law No. 7"),
        ("en", "due under 5 ILCS 140/3(d)", "due under 5 ILCS"),
        ("en", "due under FOIA 2000, s 10", "due under FOIA 2000"),
        ("de", "nach Verordnung (EG) Nr. 1049/2001", "nach der Verordnung"),
        ("de", "nach § 7 Abs. 5 IFG", "nach § 7"),
    ],
)
def test_an_act_has_its_article_in_running_text(language: str, text: str, said: str) -> None:
    assert said in in_sentence(text, language)


@pytest.mark.parametrize(
    ("cite", "said"),
    [
        ("ATIA, RSC 1985, c A-1, ss 30 to 37", "LAI, LRC 1985, c A-1, art. 30 à 37"),
        ("RTIPPA, SNB 2009, c R-10.6, s 67", "LDIPVP, LN-B 2009, c R-10.6, art. 67"),
        ("MFIPPA, RSO 1990, c M.56, s 39", "LAIMPVP, LRO 1990, c M.56, art. 39"),
    ],
)
def test_canadian_acts_have_their_french_name_in_a_french_letter(cite: str, said: str) -> None:
    assert citation(cite, "fr") == said
