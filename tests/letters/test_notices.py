"""Notices to the requester are filled completely or not at all."""

from datetime import date

import pytest

from foia.letters.notices import notice
from foia.letters.template import TemplateError

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
