"""Notices to the requester are filled completely or not at all."""

from datetime import date

import pytest

from foia.letters.notices import notice
from foia.letters.reminders import Item, Links, reminder
from foia.letters.template import TemplateError
from foia.letters.wording import template

FIELDS = {
    "reference": "OS-17",
    "agency": "Chicago Police Department",
    "title": "Retrospective face search: Chicago Police Department",
    "term": "response",
    "due_on": date(2026, 12, 2),
    "cite": "5 ILCS 140/3(d)",
    "link": "http://localhost:8000/requests/" + "a" * 60 + "/",
}


@pytest.mark.parametrize(
    ("language", "day"),
    [
        ("en", "December 2, 2026"),
        ("es", "2 de diciembre de 2026"),
        ("fr", "2 décembre 2026"),
        ("de", "2. Dezember 2026"),
        ("ja", "December 2, 2026"),
    ],
)
@pytest.mark.parametrize("kind", ["due_soon", "overdue"])
def test_a_notice_names_day_section_and_link(kind: str, language: str, day: str) -> None:
    subject, text = notice(kind, language, **FIELDS)  # type: ignore[arg-type]
    assert day in subject
    assert "\n" not in subject
    assert "5 ILCS 140/3(d)" in " ".join(text.split())
    assert str(FIELDS["link"]) in text.splitlines()


def test_a_missing_field_is_an_error_that_names_it() -> None:
    with pytest.raises(TemplateError, match=r"en/notices/due_soon.txt, line \d+: .*\$title"):
        notice("due_soon", "en", **{**FIELDS, "title": ""})  # type: ignore[arg-type]


def test_an_unknown_kind_is_an_error() -> None:
    with pytest.raises(TemplateError, match=r"letter_templates/en/notices/nosuch\.txt is missing"):
        notice("nosuch", "en", **FIELDS)  # type: ignore[arg-type]


def test_a_title_with_line_breaks_cannot_add_a_header() -> None:
    subject, _ = notice("due_soon", "en", **{**FIELDS, "title": "a\r\nBcc: x@y.z"})  # type: ignore[arg-type]
    assert subject.endswith("a Bcc: x@y.z")


@pytest.mark.parametrize("language", ["es", "fr"])
def test_reminders_say_the_same_things_in_every_language_that_has_them(language: str) -> None:
    def fields(code: str) -> dict[str, set[str]]:
        sections = template(f"{code}/reminders/reminders").sections
        return {
            name: {f for text in texts for f in text.fields} for name, texts in sections.items()
        }

    assert fields(language) == fields("en")


@pytest.mark.parametrize("language", ["en", "es", "fr", "de", "ja"])
@pytest.mark.parametrize(
    "occasion",
    [
        *("due_soon", "overdue", "appeal_closing", "cada_closing", "fee_due", "own_due"),
        *("unread_reply", "embargo_ending"),
    ],
)
def test_every_occasion_is_told_with_its_link_and_the_ways_to_end_it(
    occasion: str, language: str
) -> None:
    fields = {name: str(words) for name, words in FIELDS.items() if name != "due_on"}
    item = Item(occasion, date(2026, 12, 2), fields)
    links = Links(all="http://all/", settings="http://settings/", stop="http://stop/")
    subject, text = reminder([item], language, links)
    assert FIELDS["title"] in subject
    assert text.splitlines().count(FIELDS["link"]) == 1
    assert {"http://settings/", "http://stop/"} <= set(text.splitlines())


def test_of_very_many_things_the_first_are_told_and_the_rest_counted() -> None:
    item = Item("overdue", date(2026, 12, 2), {"title": "T", "cite": "§ 1", "link": "http://x/"}, 3)
    links = Links(all="http://all/", settings="http://settings/", stop="http://stop/")
    subject, text = reminder([item] * 50, "en", links)
    assert "50" in subject
    assert text.count("http://x/") == 40
    assert "And 10 more" in text
    assert "http://all/" in text
