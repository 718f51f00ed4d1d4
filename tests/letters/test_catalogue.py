"""What a person chooses from: what bodies usually answer, and the reports that products call so."""

import re

import pytest

from foia.letters.annexes import annexes, product, products, products_named, with_annexes
from foia.letters.catalogue import UnknownEntry, catalogue
from foia.letters.compose import AskItem, default_ask
from foia.letters.wording import languages

REPORTS = [(one, report) for one in products() for report in one.reports]


@pytest.mark.parametrize("category", catalogue().categories, ids=lambda one: one.id)
def test_every_record_says_in_english_what_bodies_usually_answer(category: object) -> None:
    told = category.answers("en")  # type: ignore[attr-defined]
    assert told.language == "en"
    assert 1 <= len(re.findall(r"[.](?= |$)", told.text)) <= 3
    assert told.text not in category.why("en").text  # type: ignore[attr-defined]


def test_words_that_a_language_lacks_come_in_english_and_say_so() -> None:
    assert catalogue().category("payments").answers("tlh").language == "en"
    assert catalogue().category("payments").why("fr").language == "fr"


def test_a_source_of_experience_names_records_that_exist_and_says_when_it_was_read() -> None:
    sources = {one for category in catalogue().categories for one in category.experience}
    assert sources
    for source in sources:
        assert all(catalogue().category(record) for record in source.records)
        assert source.url.startswith("https://")
    assert any(source.read_on is None for source in sources), "what nobody opened is not hidden"


@pytest.mark.parametrize(("one", "report"), REPORTS, ids=lambda it: getattr(it, "report", ""))
def test_every_report_belongs_to_entries_of_the_catalogue_and_has_a_source(
    one: object, report: object
) -> None:
    assert catalogue().technology(report.technology)  # type: ignore[attr-defined]
    assert catalogue().category(report.record)  # type: ignore[attr-defined]
    assert report.url.startswith("https://")  # type: ignore[attr-defined]
    assert report.source  # type: ignore[attr-defined]
    assert one.named == tuple(name.casefold() for name in one.named)  # type: ignore[attr-defined]


def test_no_two_products_share_an_id_and_no_report_stands_twice() -> None:
    assert len({one.id for one in products()}) == len(products())
    named = [(one.id, r.technology, r.record, r.report) for one, r in REPORTS]
    assert len(set(named)) == len(named)


@pytest.mark.parametrize("language", [*languages(), "tlh"])
def test_the_report_keeps_its_own_name_in_every_language(language: str) -> None:
    for one, report in REPORTS:
        found = annexes(report.technology, report.record, language)
        sentence = next(a.sentence for a in found if (a.product, a.report) == (one, report))
        assert one.name in sentence.replace("\N{NO-BREAK SPACE}", " ")
        assert report.report in sentence.replace("\N{NO-BREAK SPACE}", " ")
        assert report.path in sentence.replace("\N{NO-BREAK SPACE}", " ")
        assert sentence.endswith(".")
        assert "$" not in sentence


def test_a_list_of_vendors_names_its_products_whatever_the_capitals() -> None:
    assert [one.id for one in products_named("CLEARVIEW AI (through CDW-G), DataWorks")] == [
        "clearview"
    ]
    assert products_named("") == ()


def test_an_annex_follows_its_item_once_and_no_other() -> None:
    items = default_ask("alpr", ["usage_policy", "sharing"], "en")
    told = {"technology": "alpr", "product": product("vigilant"), "language": "en"}
    once = with_annexes(items, **told)  # type: ignore[arg-type]
    assert once[0] == items[0]
    assert once[1].text == (
        f"{items[1].text} In Vigilant LEARN this is “Agency Data Sharing Report”"
        " (Sharing > Output Report)."
    )
    assert with_annexes(once, **told) == once  # type: ignore[arg-type]
    own = (AskItem("", "My own item."),)
    assert with_annexes(own, **told) == own  # type: ignore[arg-type]


def test_an_unknown_product_names_the_nearest() -> None:
    with pytest.raises(UnknownEntry, match=r"no product 'flok'.*flock"):
        product("flok")
