"""Whatever is posted to the screens of letters is refused in a sentence or kept as text."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.conftest import NOW
from tests.published import shown_by
from tests.web.conftest import Rows

BAD = (
    *("\x00", "A\x00B", "😀", "\N{RIGHT-TO-LEFT OVERRIDE}x", "{{ x }}", "<script>", "$agency"),
    *("x" * 20_000, "\r\nBcc: a@b.example", "   ", "9" * 400),
)
FORMS = {
    "letter_edit": ("signed_name", "pick_usage_policy", "text_usage_policy", "way", "frame"),
    "letter_approve": ("digest",),
    "letter_filed": ("filed_on", "agency_reference"),
    "letter_proof": ("proof",),
    "letter_write": ("kind", "step"),
    "letter_catalogue": ("category", "number"),
    "pile_print": ("letters", "kind"),
    "pile_posted": ("letters", "posted_on"),
    "own_words_new": ("name", "opening", "closing", "text", "language", "category"),
    "own_words_edit": ("name", "opening", "language", "digest"),
    "serie_folder": ("cada", "lead", "leave_out", "address"),
    "serie_referred": ("on", "references"),
    "ask_sign": ("signed_name",),
    "ask_records": ("agency", "records"),
}


def names(rows: Rows, form: str) -> list[object]:
    """Return what the address of a form names."""
    if form in ("letter_filed", "letter_proof"):
        return [rows.portal.uuid]
    if form in ("letter_edit", "letter_approve", "letter_catalogue"):
        return [rows.draft.uuid]
    return {
        "letter_write": [rows.sent.uuid],
        "own_words_new": ["frame"],
        "own_words_edit": [rows.words.uuid],
    }.get(form, [])


@pytest.mark.parametrize("bad", BAD)
def test_no_words_that_are_posted_break_a_page(rows: Rows, owner: Client, bad: str) -> None:
    for form, fields in FORMS.items():
        answer = owner.post(reverse(form, args=names(rows, form)), dict.fromkeys(fields, bad))
        assert answer.status_code < 500, form


@pytest.mark.parametrize("bad", BAD)
def test_no_words_in_an_address_break_a_page(rows: Rows, owner: Client, bad: str) -> None:
    told = dict.fromkeys(
        ("q", "place", "kind", "language", "lead", "agency", "wave", "system"), bad
    )
    for page in ("serie", "ask_where", "ask_what", "ask_records", "letters_gallery", "pile"):
        assert owner.get(reverse(page), told).status_code < 500, page


@pytest.mark.parametrize("bad", ["9" * 5000, "9" * 30, "-1", "²", "\x00"])
def test_what_is_no_number_is_that_of_no_page_and_no_row(
    rows: Rows, owner: Client, bad: str
) -> None:
    for page in ("public_requests", "inbox", "ledger", "findings_list", "notifications"):
        assert owner.get(reverse(page), {"page": bad}).status_code == 200, page
    assert owner.post(reverse("notifications_read"), {"notice": bad}).status_code == 302


def test_no_number_breaks_the_page_on_which_parts_are_blacked_out(
    rows: Rows, owner: Client
) -> None:
    redact = reverse("redact", args=[shown_by(rows.sent, NOW).file.pk])
    assert owner.get(redact, {"page": "9" * 5000}).status_code == 200
    assert owner.post(redact, {"act": "uncover", "box": "²"}).status_code == 404
