"""A citation in the body's own words is matched to the exemption on file, or to none."""

import pytest

from foia.letters.grounds import grounds_of
from jurisdictions import load_pack


@pytest.mark.parametrize(
    ("code", "cited", "grounds"),
    [
        ("us-il", "Section 7(1)(c)", ["personal_data"]),
        ("us-il", "5 ILCS 140/7(1)(d)(iv)", ["law_enforcement"]),
        ("us-il", "Sections 7(1)(c) and 7(1)(v)", ["personal_data", "security"]),
        ("us-il", "Section 7(1)(x)", ["other"]),
        ("us-il", "section 5", ["other"]),
        ("us", "Exemption 7(E)", ["law_enforcement"]),
        ("us", "5 U.S.C. § 552(b)(6)", ["personal_data"]),
        ("us", "exemptions 5 and 6", ["deliberation", "personal_data"]),
        ("us", "(b)(7)(E)", ["law_enforcement"]),
        ("mx", "artículo 112, fracción V", ["security"]),
        ("fr", "article L. 311-6", ["personal_data"]),
        ("gb", "section 40(2)", ["personal_data"]),
        ("gb", "Section 31(1)(a)", ["law_enforcement"]),
        ("gb", "section 12", ["other"]),
        ("de", "§ 6", ["trade_secrets"]),
        ("de", "§ 3 Nr. 8", ["security"]),
        ("de", "§ 7", ["other"]),
        ("us-il", "", ["other"]),
        ("us-il", "((((§§§", ["other"]),
    ],
)
def test_a_section_is_found_however_it_is_written(
    code: str, cited: str, grounds: list[str]
) -> None:
    exemptions = load_pack(code).statutes[-1].exemptions
    assert list(grounds_of([cited], exemptions)) == grounds


def test_nothing_cited_is_no_ground() -> None:
    assert grounds_of([], load_pack("us-il").statutes[-1].exemptions) == ()
